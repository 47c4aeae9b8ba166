// The library: all takes of the folder, found by words.
import { askJSON, clock, complain, el, say } from './tools.js';
import { jobList, chooseFiles } from './imports.js';

const stage = (name, done) => el('span', { className: done ? 'yes' : '', 'aria-label': `${name}: ${done ? 'yes' : 'no'}` }, name);

function card(take) {
  const shot = take.problem
    ? el('div', { className: 'shot none' }, 'cannot be opened')
    : el('img', { className: 'shot', loading: 'lazy', alt: '', width: 216, height: 162, src: `/api/takes/${take.id}/thumbnail.png?${take.changed}` });
  shot.addEventListener('error', () => shot.replaceWith(el('div', { className: 'shot none' }, 'no picture')));
  return el('li', { className: 'card' },
    shot,
    el('div', { className: 'text' },
      el('h3', {}, el('a', { href: `#/take/${take.id}` }, take.name)),
      el('div', { className: 'facts' },
        el('span', {}, take.dancer || 'dancer not named'),
        el('span', { title: `${take.frames} frames` }, clock(take.duration, 1))),
      el('div', { className: 'stages' },
        stage('imported', take.hasDepth || take.isTracked), stage('tracked', take.isTracked), stage('recognised', take.isRecognised)),
      take.tags.length > 0 && el('div', { className: 'tags' }, take.tags.map((tag) => el('span', { className: 'tag' }, tag))),
      take.problem && el('p', { className: 'problem' }, take.problem)));
}

/** Shows the library in `view`; returns what ends it. */
export function showLibrary(view) {
  const ending = new AbortController();
  let search = sessionStorage.getItem('search') ?? '';
  const grid = el('ul', { className: 'grid', 'aria-label': 'Takes' });
  const count = el('span', { className: 'quiet', role: 'status' });
  const box = el('input', { type: 'search', id: 'search', placeholder: 'Search name, dancer, tag, action', value: search, 'aria-label': 'Search takes' });
  const empty = el('div', { className: 'empty', hidden: true },
    el('h2', {}, 'No takes yet'),
    el('p', {}, 'Drop a depth recording anywhere on this page: a .bin, .mat, .npz, .mkv, or a poses.json.'),
    el('p', {}, 'It is converted, tracked and recognised here, on this machine.'),
    el('button', { className: 'primary', onclick: chooseFiles }, 'Import recordings'));
  const none = el('p', { className: 'message quiet', hidden: true }, 'No take has all of these words.');
  let timer;
  box.addEventListener('input', () => {
    search = box.value;
    sessionStorage.setItem('search', search);
    clearTimeout(timer);
    timer = setTimeout(load, 120);
  });
  async function load() {
    try {
      const takes = await askJSON(`/api/takes?search=${encodeURIComponent(search)}`, { signal: ending.signal });
      grid.replaceChildren(...takes.map(card));
      count.textContent = takes.length === 1 ? '1 take' : `${takes.length} takes`;
      empty.hidden = takes.length > 0 || search !== '';
      none.hidden = takes.length > 0 || search === '';
    } catch (error) { complain(error); }
  }
  async function rescan() {
    try {
      await askJSON('/api/rescan', { method: 'POST' });
      await load();
      say('The folder was read again.');
    } catch (error) { complain(error); }
  }
  view.replaceChildren(
    el('div', { className: 'head' },
      el('h1', {}, 'Library'), count, el('div', { className: 'grow' }), box,
      el('button', { onclick: rescan, title: 'Look for takes that were put into the folder' }, 'Read folder again'),
      el('button', { className: 'primary', onclick: chooseFiles }, 'Import recordings')),
    jobList(ending.signal, load), grid, empty, none);
  load();
  return () => ending.abort();
}
