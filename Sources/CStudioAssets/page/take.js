// One take, alone or beside another: what it is, and the player.
import { ask, askJSON, clock, complain, el, say, words } from './tools.js';
import { makePlayer } from './player.js';

/** A take's numbers: rows of time, status, points, channels, angles. */
export class Motion {
  constructor(detail, table) {
    this.detail = detail;
    this.take = detail.take;
    this.columns = detail.columns;
    this.table = table;
    this.count = table ? table.length / detail.columns : detail.take.frames;
  }

  time(frame) { return this.table ? this.table[frame * this.columns] : frame / this.take.rate; }

  get duration() { return this.count > 0 ? this.time(this.count - 1) + 1 / this.take.rate : 0; }

  isSeen(frame) { return !!this.table && this.table[frame * this.columns + 1] === 0; }

  /** The frame shown at a time. */
  frameAt(time) {
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.time(middle) <= time + 1e-6) low = middle; else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** x, y, z, confidence of a point, in metres. */
  point(frame, index) {
    const start = frame * this.columns + 2 + index * 4;
    return this.table.subarray(start, start + 4);
  }

  /** Channel 0 to 6, or angle 7 to 15 in degrees. */
  curve(frame, index) { return this.table[frame * this.columns + 74 + index]; }

  /** Height of the floor in metres: where the feet mostly are at their lowest. */
  get floor() {
    if (this.floorValue === undefined) {
      const lows = [];
      for (let frame = 0; frame < this.count; frame += 1) {
        if (!this.isSeen(frame)) continue;
        const low = Math.min(...[9, 10, 16, 17].map((index) => this.point(frame, index)[1]).filter(Number.isFinite));
        if (Number.isFinite(low)) lows.push(low);
      }
      lows.sort((a, b) => a - b);
      this.floorValue = lows.length ? lows[Math.floor(lows.length * 0.1)] - 0.03 : -1;
    }
    return this.floorValue;
  }

  /** Length from pelvis to neck in metres, the median: the dancer's size. */
  get size() {
    if (this.sizeValue === undefined) {
      const all = [];
      for (let frame = 0; frame < this.count; frame += 1) {
        if (!this.isSeen(frame)) continue;
        const [neck, pelvis] = [this.point(frame, 1), this.point(frame, 3)];
        const length = Math.hypot(neck[0] - pelvis[0], neck[1] - pelvis[1], neck[2] - pelvis[2]);
        if (Number.isFinite(length)) all.push(length);
      }
      all.sort((a, b) => a - b);
      this.sizeValue = all.length ? all[all.length >> 1] : 0.5;
    }
    return this.sizeValue;
  }
}

async function loadMotion(id, signal) {
  const detail = await askJSON(`/api/takes/${id}`, { signal });
  if (!detail.take.isTracked) return new Motion(detail, null);
  const bytes = await (await ask(`/api/takes/${id}/motion`, { signal })).arrayBuffer();
  return new Motion(detail, new Float32Array(bytes));
}

function describeForm(motion) {
  const { take } = motion;
  const dancer = el('input', { type: 'text', value: take.dancer, maxLength: 80, name: 'dancer' });
  const tags = el('input', { type: 'text', value: take.tags.join(', '), name: 'tags', placeholder: 'solo, rehearsal' });
  const notes = el('textarea', { value: take.notes, maxLength: 10000, name: 'notes' });
  const state = el('span', { className: 'quiet', role: 'status' });
  return el('form', {
    className: 'side-form',
    onsubmit: async (event) => {
      event.preventDefault();
      const json = { dancer: dancer.value.trim(), notes: notes.value, tags: tags.value.split(',').map((tag) => tag.trim()).filter(Boolean) };
      try {
        const saved = await askJSON(`/api/takes/${take.id}`, { method: 'PUT', json });
        tags.value = saved.tags.join(', ');
        state.textContent = 'Saved';
        setTimeout(() => { state.textContent = ''; }, 2500);
      } catch (error) { complain(error); }
    },
  },
  el('label', { className: 'field' }, 'Dancer', dancer), el('label', { className: 'field' }, 'Tags, with commas', tags),
  el('label', { className: 'field' }, 'Notes', notes), el('div', { className: 'row' }, el('button', {}, 'Save'), state));
}

function spanList(title, spans, seek) {
  if (spans.length === 0) return null;
  return el('section', { 'aria-label': title }, el('h2', {}, title),
    el('ul', { className: 'spans' }, spans.map((span) => el('li', {}, el('button', {
      onclick: () => { seek(span.start); say(`${span.name} at ${clock(span.start, 1)}`); },
    }, el('span', {}, span.name), el('span', { className: 'at' }, `${clock(span.start, 1)} – ${clock(span.end, 1)}`))))));
}

/** What there is to correct, in words; a press goes to its moment. */
function postureList(posture, seek) {
  if (!posture) return null;
  const worst = [...posture.notes].sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation)).slice(0, 60);
  return el('section', { 'aria-label': 'Posture' }, el('h2', {}, 'Posture'),
    el('p', { className: 'quiet hint' }, posture.against.length === 1 ? `against ${posture.against[0]}` : `against ${posture.against.length} targets: ${posture.against.join(', ')}`),
    worst.length === 0 && el('p', {}, 'Nothing to correct was found.'),
    el('ul', { className: 'spans' }, worst.map((note) => el('li', {}, el('button', { onclick: () => { seek(note.time); say(note.words); } }, el('span', {}, note.words))))),
    posture.unjudged.length > 0 && el('details', {}, el('summary', { className: 'quiet' }, `${posture.unjudged.length} not judged: hidden`),
      el('ul', { className: 'spans' }, posture.unjudged.map((text) => el('li', { className: 'hint quiet' }, text)))));
}

function facts(motion) {
  const { take, features } = motion.detail;
  const rows = [['length', clock(take.duration, 1)], ['frames', `${take.frames} at ${take.rate.toFixed(1).replace('.0', '')}/s`]];
  if (take.width) rows.push(['picture', `${take.width} × ${take.height}`]);
  for (const feature of features) {
    rows.push([feature.name, `${feature.value.toFixed(feature.unit === 'm' ? 2 : 0)}${feature.unit === '°' ? '°' : feature.unit ? ` ${feature.unit}` : ''}`]);
  }
  if (motion.detail.weights) rows.push(['weights', motion.detail.weights]);
  return el('section', { 'aria-label': 'Facts' }, el('h2', {}, 'Facts'),
    el('dl', {}, rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('p', { className: 'quiet hint' }, take.provenance));
}

function stagesMissing(motion) {
  const { take } = motion;
  if (!take.hasDepth || (take.isTracked && take.isRecognised)) return null;
  return el('section', {}, el('h2', {}, take.isTracked ? 'Not recognised yet' : 'Not tracked yet'),
    el('button', {
      className: 'primary',
      onclick: async () => {
        try { await ask(`/api/takes/${take.id}/stages`, { method: 'POST' }); location.hash = '#/'; } catch (error) { complain(error); }
      },
    }, take.isTracked ? 'Recognise actions' : 'Track and recognise'));
}

async function compareBox(motion, other, signal) {
  const takes = (await askJSON('/api/takes', { signal })).filter((take) => take.isTracked && !take.problem && take.id !== motion.take.id);
  const select = el('select', { 'aria-label': 'Take to compare with', id: 'compare' }, el('option', { value: '' }, 'no other take'),
    takes.map((take) => el('option', { value: String(take.id), selected: take.id === other }, take.name)));
  select.addEventListener('change', () => { location.hash = `#/take/${motion.take.id}${select.value ? `/${select.value}` : ''}`; });
  return el('section', { 'aria-label': 'Compare' }, el('h2', {}, 'Compare with'), select);
}

/** Shows take `id`, beside take `other` where there is one. */
export function showTake(view, id, other) {
  const ending = new AbortController();
  const { signal } = ending;
  let player;
  view.replaceChildren(el('p', { className: 'message quiet' }, 'Opening the take…'));
  (async () => {
    const motion = await loadMotion(id, signal);
    const second = other ? await loadMotion(other, signal) : undefined;
    const alignment = second?.table && motion.table
      ? await askJSON(`/api/alignment?first=${id}&second=${other}`, { signal }).catch((error) => { complain(error); return undefined; })
      : undefined;
    const posture = motion.table && !motion.take.problem
      ? await askJSON(`/api/takes/${id}/posture${second?.table ? `?reference=${other}` : ''}`, { signal }).catch((error) => { complain(error); return undefined; })
      : undefined;
    const compare = await compareBox(motion, other, signal);
    if (signal.aborted) return;
    player = makePlayer(motion, second, alignment, posture);
    const { actions, phrases } = motion.detail;
    compare.append(...player.compareControls);
    view.replaceChildren(
      el('div', { className: 'head' }, el('a', { href: '#/' }, '← Library'), el('h1', {}, motion.take.name),
        second && el('span', { className: 'quiet' }, `compared with ${second.take.name}`)),
      el('div', { className: 'take' }, player.node,
        el('aside', { className: 'side', 'aria-label': 'About this take' }, stagesMissing(motion), compare,
          postureList(posture, player.seek),
          spanList('Actions', actions.map((action) => ({ ...action, name: words(action.name) })), player.seek),
          spanList('Phrases', phrases.map((phrase, index) => ({ ...phrase, name: `phrase ${index + 1}` })), player.seek),
          el('section', { 'aria-label': 'Description' }, el('h2', {}, 'Description'), describeForm(motion)), facts(motion))));
    player.start();
  })().catch((error) => {
    if (error.name === 'AbortError') return;
    view.replaceChildren(el('div', { className: 'message' }, el('h1', {}, 'This take cannot be shown'), el('p', { className: 'problem' }, error.message),
      el('a', { href: '#/' }, '← Library')));
  });
  return () => { ending.abort(); player?.end(); };
}
