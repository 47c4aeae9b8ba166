// A running stream: the newest pose, how late it comes, what was lost. It connects again by itself.
import { askJSON, clock, el, say } from './tools.js';
import { SpaceView } from './space.js';

const parents = [1, 2, 3, -1, 1, 4, 5, 3, 7, 8, 9, 1, 11, 12, 3, 14, 15, 16];

/** The newest frame of a stream, as the space view reads a take. */
class LiveMotion {
  constructor() {
    this.detail = { parents };
    this.count = 1;
    this.table = new Float32Array(74);
    this.floor = -1.1;
    this.size = 0.5;
  }

  isSeen() { return this.table[1] === 0 && this.hasFrame === true; }

  point(_, index) { return this.table.subarray(2 + index * 4, 6 + index * 4); }

  take(frame) {
    const [dancer] = frame.dancers ?? [];
    this.hasFrame = !!dancer && Array.isArray(dancer.points) && dancer.points.length === 18;
    if (!this.hasFrame) return;
    dancer.points.forEach((point, index) => {
      const sure = Number(dancer.confidence?.[index] ?? 0);
      this.table.set([...point.slice(0, 3).map((value) => (value === null ? NaN : Number(value))), sure], 2 + index * 4);
    });
    const low = Math.min(...[9, 10, 16, 17].map((index) => this.point(0, index)[1]).filter(Number.isFinite));
    if (Number.isFinite(low)) this.floor = this.isKnown ? Math.min(low - 0.03, this.floor + 0.0005) : low - 0.03;
    this.isKnown = true;
  }
}

/** Shows the live view. */
export function showLive(view) {
  const motion = new LiveMotion();
  let wanted = true;
  const canvas = el('canvas', { role: 'img', 'aria-label': 'The dancer in space, live: arrow keys orbit' });
  const space = new SpaceView(canvas, [motion], () => { wanted = true; });
  const stored = (() => { try { return localStorage.getItem('live') ?? ''; } catch { return ''; } })();
  const address = el('input', { type: 'text', id: 'address', name: 'address', value: stored || 'ws://127.0.0.1:39580/live', spellcheck: false });
  const connect = el('button', { className: 'primary' }, 'Connect');
  const label = el('span', { className: 'label' }, 'space, grid of 0.5 m');
  const state = el('p', { className: 'quiet', role: 'status' }, 'Not connected.');
  const rate = el('span', {}, '–');
  const late = el('span', {}, '–');
  const facts = {};
  const rows = ['frame', 'time', 'status', 'latency p50', 'latency p99', 'frames tracked', 'dropped', 'received here', 'missed here', 'viewers', 'source'].flatMap((name) => {
    facts[name] = el('dd', {}, '–');
    return [el('dt', {}, name), facts[name]];
  });
  let socket;
  let isWanted = false;
  let retry = 0;
  let timer;
  const arrivals = [];
  let note = {};
  let received = 0;
  let missed = 0;
  let last = {};

  function take(frame) {
    const now = performance.now();
    received += 1;
    arrivals.push(now);
    while (arrivals.length > 0 && now - arrivals[0] > 2000) arrivals.shift();
    if (Number.isFinite(last.index) && frame.index > last.index + 1) missed += frame.index - last.index - 1;
    last = frame;
    motion.take(frame);
    if (motion.hasFrame && !space.isCentred) {
      const [x, , z] = motion.point(0, 3);
      space.middle = [x, motion.floor + 0.9, z];
      space.extent = [Math.floor(x) - 2, Math.ceil(x) + 2, Math.floor(z) - 2, Math.ceil(z) + 2];
      space.distance = 3.8;
      space.isCentred = true;
    }
    wanted = true;
  }
  function hear(event) {
    if (typeof event.data !== 'string' || event.data.length > 200000) return;
    let line;
    try { line = JSON.parse(event.data); } catch { return; }
    if (Number.isFinite(line.index) && Array.isArray(line.dancers)) take(line);
    else if (line.live) note = line.live;
    else if (line.recording?.name) {
      facts.source.textContent = `${line.recording.name}, ${Number(line.recording.rate)}/s`;
      label.textContent = line.recording.camera?.is_mirrored ? 'space, mirrored as the camera sees, grid of 0.5 m' : 'space, grid of 0.5 m';
    }
  }
  function open() {
    clearTimeout(timer);
    try { socket = new WebSocket(address.value); } catch {
      state.textContent = 'This is no WebSocket address: it begins with ws://';
      stop();
      return;
    }
    state.textContent = `Connecting to ${address.value} …`;
    const mine = socket;
    mine.onopen = () => { retry = 0; state.textContent = 'Connected.'; say('The live stream is connected.'); };
    mine.onmessage = hear;
    mine.onclose = () => {
      if (!isWanted || mine !== socket) return;
      retry = Math.min(retry + 1, 6);
      state.replaceChildren('Not connected; tries again. Is ', el('code', {}, 'kinesphere live --websocket'), ' running?');
      timer = setTimeout(open, 250 * 2 ** retry);
    };
  }
  function stop() {
    isWanted = false;
    clearTimeout(timer);
    socket?.close();
    connect.textContent = 'Connect';
  }
  const form = el('form', {
    onsubmit: (event) => {
      event.preventDefault();
      if (isWanted) { stop(); state.textContent = 'Not connected.'; return; }
      try { localStorage.setItem('live', address.value); } catch { /* no storage */ }
      isWanted = true;
      connect.textContent = 'Disconnect';
      open();
    },
  }, el('label', { className: 'field' }, 'Address of kinesphere live --websocket', address), el('div', { className: 'row' }, connect));
  view.replaceChildren(
    el('div', { className: 'head' }, el('h1', {}, 'Live')),
    el('div', { className: 'live' },
      el('div', { className: 'pane space' }, canvas, label,
        el('div', { className: 'views' }, ['front', 'side', 'top'].map((name) => el('button', { onclick: () => space.look(name) }, name)))),
      el('aside', { className: 'side', 'aria-label': 'The stream' },
        el('section', {}, el('h2', {}, 'Stream'), form, state),
        el('section', {}, el('div', { className: 'row' }, el('div', { className: 'big' }, rate, el('small', {}, ' frames/s')), el('div', { className: 'grow' }),
          el('div', { className: 'big' }, late, el('small', {}, ' ms'))), el('dl', {}, rows)))));
  // A stream that the studio itself was started with is shown at once.
  askJSON('/api/live').then((own) => {
    if (!own.address || isWanted || isOver) return;
    address.value = own.address;
    connect.click();
  }).catch(() => {});
  let isOver = false;
  function show() {
    // A stream that stopped has no rate.
    while (arrivals.length > 0 && performance.now() - arrivals[0] > 2000) arrivals.shift();
    const span = arrivals.length > 1 ? (arrivals[arrivals.length - 1] - arrivals[0]) / 1000 : 0;
    rate.textContent = span > 0 ? ((arrivals.length - 1) / span).toFixed(1) : '–';
    const milliseconds = (value) => (Number.isFinite(value) ? `${value.toFixed(2)} ms` : '–');
    late.textContent = Number.isFinite(note.latency_p50_ms) ? note.latency_p50_ms.toFixed(1) : '–';
    facts['latency p50'].textContent = milliseconds(note.latency_p50_ms);
    facts['latency p99'].textContent = milliseconds(note.latency_p99_ms);
    for (const [name, value] of [['frames tracked', note.frames], ['dropped', note.dropped], ['viewers', note.viewers]]) {
      facts[name].textContent = Number.isFinite(value) ? String(value) : '–';
    }
    facts['received here'].textContent = String(received);
    facts['missed here'].textContent = String(missed);
    facts.frame.textContent = Number.isFinite(last.index) ? String(last.index) : '–';
    facts.time.textContent = Number.isFinite(last.time) ? clock(last.time, 1) : '–';
    facts.status.textContent = last.status ?? '–';
  }
  const refresh = setInterval(show, 250);
  (function tick() {
    if (isOver) return;
    if (wanted) { wanted = false; space.draw([0]); }
    requestAnimationFrame(tick);
  })();
  const paint = () => { wanted = true; };
  addEventListener('themechange', paint);
  addEventListener('resize', paint);
  return () => { isOver = true; clearInterval(refresh); stop(); removeEventListener('themechange', paint); removeEventListener('resize', paint); };
}
