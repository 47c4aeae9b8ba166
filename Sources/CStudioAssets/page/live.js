// A running stream: the newest pose, how late it comes, what was lost. It connects again by itself.
import { clock, el, say } from './tools.js';
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

function quantile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Shows the live view. */
export function showLive(view) {
  const motion = new LiveMotion();
  let wanted = true;
  const canvas = el('canvas', { role: 'img', 'aria-label': 'The dancer in space, live: arrow keys orbit' });
  const space = new SpaceView(canvas, [motion], () => { wanted = true; });
  const stored = (() => { try { return localStorage.getItem('live') ?? ''; } catch { return ''; } })();
  const address = el('input', { type: 'text', id: 'address', name: 'address', value: stored || 'ws://127.0.0.1:8765/', spellcheck: false });
  const connect = el('button', { className: 'primary' }, 'Connect');
  const state = el('p', { className: 'quiet', role: 'status' }, 'Not connected.');
  const rate = el('span', {}, '–');
  const late = el('span', {}, '–');
  const facts = {};
  const rows = ['frame', 'time', 'status', 'latency p50', 'latency p99', 'frames received', 'dropped before', 'missed here'].flatMap((name) => {
    facts[name] = el('dd', {}, '–');
    return [el('dt', {}, name), facts[name]];
  });
  let socket;
  let isWanted = false;
  let retry = 0;
  let timer;
  const arrivals = [];
  const latencies = [];
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
    const delay = Number(frame.latency_ms ?? frame.latency);
    if (Number.isFinite(delay)) {
      latencies.push(delay);
      if (latencies.length > 300) latencies.shift();
    }
    motion.take(frame);
    if (motion.hasFrame && !space.isCentred) {
      const [x, , z] = motion.point(0, 3);
      space.middle = [x, motion.floor + 0.9, z];
      space.extent = [Math.floor(x) - 2, Math.ceil(x) + 2, Math.floor(z) - 2, Math.ceil(z) + 2];
      space.isCentred = true;
    }
    wanted = true;
  }
  function hear(event) {
    if (typeof event.data !== 'string' || event.data.length > 200000) return;
    let line;
    try { line = JSON.parse(event.data); } catch { return; }
    if (Number.isFinite(line.index) && Array.isArray(line.dancers)) take(line);
    else if (Number.isFinite(line.dropped)) facts['dropped before'].textContent = String(line.dropped);
    if (Number.isFinite(line.dropped_frames ?? line.dropped)) facts['dropped before'].textContent = String(line.dropped_frames ?? line.dropped);
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
      state.textContent = 'Not connected; tries again. Is `kinesphere live --websocket` running?';
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
      el('div', { className: 'pane space' }, canvas, el('span', { className: 'label' }, 'space, grid of 0.5 m'),
        el('div', { className: 'views' }, ['front', 'side', 'top'].map((name) => el('button', { onclick: () => space.look(name) }, name)))),
      el('aside', { className: 'side', 'aria-label': 'The stream' },
        el('section', {}, el('h2', {}, 'Stream'), form, state),
        el('section', {}, el('div', { className: 'row' }, el('div', { className: 'big' }, rate, el('small', {}, ' frames/s')), el('div', { className: 'grow' }),
          el('div', { className: 'big' }, late, el('small', {}, ' ms'))), el('dl', {}, rows)))));
  let isOver = false;
  function show() {
    const span = arrivals.length > 1 ? (arrivals[arrivals.length - 1] - arrivals[0]) / 1000 : 0;
    rate.textContent = span > 0 ? ((arrivals.length - 1) / span).toFixed(1) : '–';
    late.textContent = latencies.length ? quantile(latencies, 0.5).toFixed(1) : '–';
    facts['latency p50'].textContent = latencies.length ? `${quantile(latencies, 0.5).toFixed(2)} ms` : '–';
    facts['latency p99'].textContent = latencies.length ? `${quantile(latencies, 0.99).toFixed(2)} ms` : '–';
    facts['frames received'].textContent = String(received);
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
