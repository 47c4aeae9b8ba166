// The player: one clock, the panes and the timeline that follow it.
import { differenceInWords, follow } from './comparison.js';
import { curves } from './curves.js';
import { clamp, clock, el } from './tools.js';
import { PictureView } from './picture.js';
import { SpaceView } from './space.js';
import { Timeline } from './timeline.js';

const speeds = [0.1, 0.25, 0.5, 1, 2];

/** What the picture is of. */
function pictureLabel(motion) {
  const mirrored = motion.detail.camera?.isMirrored ? ', mirrored as the camera sees' : '';
  return motion.take.hasDepth ? `depth${mirrored}` : `bones${mirrored}; there is no depth`;
}

/** The player of `motion`, with `second` beside it where there is one. */
export function makePlayer(motion, second, alignment, posture) {
  const state = { time: 0, speed: 1, isPlaying: false, region: null, isAligned: !!alignment, isOver: false };
  const ending = new AbortController();
  const { signal } = ending;
  let wanted = true;
  const redraw = () => { wanted = true; };

  const toSecond = alignment && follow(alignment.first, alignment.second);
  const toFirst = alignment && follow(alignment.second, alignment.first);
  const secondTime = () => (state.isAligned && toSecond ? toSecond(state.time) : state.time);

  const canvas = (label) => el('canvas', { role: 'img', 'aria-label': label });
  const pictureCanvas = canvas(`Depth picture of ${motion.take.name} with its skeleton`);
  const spaceCanvas = canvas('The dancer in space: arrow keys orbit, comma and point zoom');
  const picture = new PictureView(pictureCanvas, motion, redraw);
  const pictures = [el('div', { className: 'pane' }, pictureCanvas, el('span', { className: 'label' }, second ? `A  ${motion.take.name}` : pictureLabel(motion)))];
  let otherPicture;
  if (second) {
    const otherCanvas = canvas(`Depth picture of ${second.take.name} with its skeleton`);
    otherPicture = new PictureView(otherCanvas, second, redraw);
    pictures.push(el('div', { className: 'pane' }, otherCanvas, el('span', { className: 'label' }, `B  ${second.take.name}`)));
  }
  const space = new SpaceView(spaceCanvas, [motion, second].filter(Boolean), redraw);
  const viewButtons = ['front', 'side', 'top'].map((name) => el('button', { onclick: () => space.look(name), 'aria-label': `Look from the ${name}` }, name));
  const spacePane = el('div', { className: 'pane space' }, spaceCanvas, el('span', { className: 'label' }, 'space, grid of 0.5 m'), el('div', { className: 'views' }, viewButtons));

  const lanesCanvas = el('canvas', { role: 'img', 'aria-label': 'Timeline: actions, phrases, channels and joint angles' });
  const setTime = (time) => { state.time = clamp(time, 0, Math.max(0, motion.duration - 1e-3)); redraw(); };
  const setRegion = (start, end) => { state.region = end - start > 0.05 ? [start, end] : null; redraw(); };
  const timeline = new Timeline(lanesCanvas, motion, { seek: setTime, loop: setRegion, second, toFirst, posture });

  const play = el('button', { className: 'primary play', onclick: () => toggle() }, 'Play');
  const scrub = el('input', { type: 'range', min: 0, max: Math.max(1, Math.round(motion.duration * 1000)), step: Math.max(1, Math.round(1000 / motion.take.rate)), value: 0, 'aria-label': 'Time' });
  scrub.addEventListener('input', () => setTime(Number(scrub.value) / 1000));
  const readout = el('span', { className: 'clock' });
  const speed = el('select', { 'aria-label': 'Speed' }, speeds.map((value) => el('option', { value: String(value), selected: value === 1 }, `${value} ×`)));
  speed.addEventListener('change', () => { state.speed = Number(speed.value); });
  const step = (frames) => { pause(); setTime(motion.time(clamp(motion.frameAt(state.time) + frames, 0, motion.count - 1))); };
  const loopStart = el('button', { onclick: () => setRegion(state.time, state.region?.[1] > state.time ? state.region[1] : motion.duration), title: 'Loop from here ([)' }, '[ from');
  const loopEnd = el('button', { onclick: () => setRegion(state.region?.[0] < state.time ? state.region[0] : 0, state.time), title: 'Loop up to here (])' }, 'to ]');
  const loopNone = el('button', { onclick: () => { state.region = null; redraw(); }, title: 'No loop (\\)' }, 'No loop');
  const bones = el('button', { 'aria-pressed': 'true', onclick: () => setBones(!picture.hasBones), title: 'Bones on the picture (B)' }, 'Bones');
  function setBones(on) {
    picture.hasBones = on;
    if (otherPicture) otherPicture.hasBones = on;
    bones.setAttribute('aria-pressed', String(on));
    redraw();
  }

  function pause() { state.isPlaying = false; play.textContent = 'Play'; redraw(); }
  function toggle() {
    if (state.isPlaying) { pause(); return; }
    if (state.time >= motion.duration - 2 / motion.take.rate) setTime(state.region?.[0] ?? 0);
    state.isPlaying = true;
    play.textContent = 'Pause';
    state.mark = performance.now();
  }

  const advice = el('p', { className: 'advice', hidden: !posture || posture.notes.length === 0 });
  /** The notes that cover a time, largest first. */
  const notesAt = (time) => (posture?.notes ?? []).filter((note) => note.start - 0.02 <= time && time <= note.end + 0.02)
    .sort((a, b) => Math.abs(b.deviation) - Math.abs(a.deviation));

  const chips = el('div', { className: 'chips', role: 'group', 'aria-label': 'Curves' }, motion.table ? curves.map((curve) => {
    const chip = el('button', {
      'aria-pressed': String(timeline.shown.has(curve.title)),
      onclick: () => {
        if (timeline.shown.has(curve.title)) timeline.shown.delete(curve.title); else timeline.shown.add(curve.title);
        chip.setAttribute('aria-pressed', String(timeline.shown.has(curve.title)));
        redraw();
      },
    }, curve.title);
    return chip;
  }) : []);

  const compareControls = [];
  const difference = el('p', { className: 'quiet', role: 'status' });
  if (second) {
    const over = el('input', { type: 'checkbox' });
    over.addEventListener('change', () => { state.isOver = over.checked; pictures[1].hidden = over.checked; redraw(); });
    const aligned = el('input', { type: 'checkbox', checked: state.isAligned, disabled: !alignment });
    aligned.addEventListener('change', () => { state.isAligned = aligned.checked; timeline.toFirst = aligned.checked ? toFirst : undefined; redraw(); });
    const apart = el('input', { type: 'checkbox' });
    apart.addEventListener('change', () => { space.apart = apart.checked; redraw(); });
    compareControls.push(
      el('label', { className: 'check' }, over, 'B over A in one picture'),
      el('label', { className: 'check' }, aligned, 'aligned in time by movement'),
      el('label', { className: 'check' }, apart, 'side by side in space'), difference);
  }

  const node = el('div', {},
    el('div', { className: 'panes' }, pictures, spacePane),
    advice, el('div', { className: 'transport', role: 'group', 'aria-label': 'Playing' }, play,
      el('button', { onclick: () => step(-1), 'aria-label': 'One frame back', title: 'One frame back (←)' }, '◂|'),
      el('button', { onclick: () => step(1), 'aria-label': 'One frame on', title: 'One frame on (→)' }, '|▸'),
      readout, speed, loopStart, loopEnd, loopNone, bones, el('div', { className: 'grow' }),
      el('div', { className: 'legend' }, el('span', {}, el('i', { className: 'l' }), 'dancer’s left'), el('span', {}, el('i', { className: 'r' }), 'right'),
        second && el('span', {}, el('i', { className: 'o' }), 'B'))),
    el('div', { className: 'lanes' }, el('div', { className: 'scrub' }, scrub), lanesCanvas), chips);

  const spans = [...motion.detail.actions, ...motion.detail.phrases].map((span) => span.start).sort((a, b) => a - b);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
    const isButton = event.target.closest?.('button, a');
    const second1 = event.shiftKey ? 1 : 0;
    const keys = {
      ' ': () => !isButton && toggle(),
      ArrowLeft: () => (second1 ? setTime(state.time - 1) : step(-1)), ArrowRight: () => (second1 ? setTime(state.time + 1) : step(1)),
      Home: () => setTime(0), End: () => setTime(motion.duration), '[': () => loopStart.click(), ']': () => loopEnd.click(), '\\': () => loopNone.click(),
      '-': () => changeSpeed(-1), '=': () => changeSpeed(1), '+': () => changeSpeed(1), b: () => bones.click(),
      n: () => setTime(spans.find((start) => start > state.time + 0.02) ?? state.time), p: () => setTime(spans.findLast((start) => start < state.time - 0.02) ?? 0),
      1: () => space.look('front'), 2: () => space.look('side'), 3: () => space.look('top'),
    };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || (event.key === ' ' && isButton)) return;
    event.preventDefault();
    action();
  }, { signal });
  function changeSpeed(by) {
    speed.selectedIndex = clamp(speed.selectedIndex + by, 0, speeds.length - 1);
    state.speed = speeds[speed.selectedIndex];
  }
  addEventListener('themechange', redraw, { signal });
  const watcher = new ResizeObserver(redraw);

  let shown = '';
  function tick(now) {
    if (signal.aborted) return;
    if (state.isPlaying) {
      const next = state.time + ((now - state.mark) / 1000) * state.speed;
      state.mark = now;
      const end = state.region ? state.region[1] : motion.duration;
      if (next >= end || (state.region && next < state.region[0])) {
        if (state.region) setTime(state.region[0]); else { setTime(motion.duration); pause(); }
      } else setTime(next);
    }
    if (wanted) {
      wanted = false;
      draw();
    }
    requestAnimationFrame(tick);
  }
  function draw() {
    const frame = motion.frameAt(state.time);
    const other = second ? second.frameAt(secondTime()) : undefined;
    const guest = second && state.isOver ? { motion: second, frame: other } : undefined;
    const notes = notesAt(state.time);
    const marks = new Set(notes.flatMap((note) => note.points.slice(0, 1)));
    const told = notes.slice(0, 2).map((note) => note.words).join('; ');
    if (advice.textContent !== told) advice.textContent = told;
    picture.draw(frame, guest, marks);
    if (otherPicture && !state.isOver) otherPicture.draw(other);
    space.draw([frame, other], marks);
    timeline.draw(state.time, frame, state.region);
    const text = `${clock(state.time)} / ${clock(motion.duration)} · ${frame}`;
    if (text !== shown) {
      shown = text;
      readout.textContent = text;
      scrub.value = String(Math.round(state.time * 1000));
      scrub.setAttribute('aria-valuetext', `${clock(state.time, 1)} of ${clock(motion.duration, 1)}, frame ${frame}`);
      difference.textContent = second ? differenceInWords(motion, frame, second, other, secondTime(), alignment) : '';
    }
    node.dataset.frame = String(frame);
    node.dataset.other = other === undefined ? '' : String(other);
    node.dataset.shown = picture.shown === undefined ? '' : String(picture.shown);
  }
  return {
    node, compareControls, seek: setTime,
    start() { watcher.observe(node); requestAnimationFrame(tick); },
    end() { ending.abort(); watcher.disconnect(); picture.end(); otherPicture?.end(); },
  };
}
