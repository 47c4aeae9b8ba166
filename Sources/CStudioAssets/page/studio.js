// The page: which view is shown, the theme, drops, the list of keys.
import { complain, el } from './tools.js';
import { showLibrary } from './library.js';
import { importFiles } from './imports.js';

const view = document.getElementById('view');
let end = () => {};
let turn = 0;

async function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/');
  const mine = (turn += 1);
  end();
  end = () => {};
  const name = parts[0] === 'live' ? 'live' : 'library';
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === name) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
  try {
    if (parts[0] === 'take' && /^\d+$/.test(parts[1] ?? '')) {
      const { showTake } = await import('./take.js');
      if (mine !== turn) return;
      end = showTake(view, Number(parts[1]), /^\d+$/.test(parts[2] ?? '') ? Number(parts[2]) : undefined);
    } else if (parts[0] === 'live') {
      const { showLive } = await import('./live.js');
      if (mine !== turn) return;
      end = showLive(view);
    } else end = showLibrary(view);
  } catch (error) { complain(error); }
  if (document.documentElement.dataset.ready) return;
  document.documentElement.dataset.ready = 'yes';
  performance.mark('ready');
}

const themes = ['system', 'light', 'dark'];
const button = document.getElementById('theme');
const system = matchMedia('(prefers-color-scheme: dark)');
let theme = 'system';
try { theme = themes.includes(localStorage.getItem('theme')) ? localStorage.getItem('theme') : 'system'; } catch { /* no storage */ }
function paint() {
  const isDark = theme === 'dark' || (theme === 'system' && system.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  button.textContent = { system: '◐', light: '☀', dark: '☾' }[theme];
  button.setAttribute('aria-label', `Theme: ${theme === 'system' ? 'as the system' : theme}`);
  dispatchEvent(new Event('themechange'));
}
function turnTheme() {
  theme = themes[(themes.indexOf(theme) + 1) % themes.length];
  try { localStorage.setItem('theme', theme); } catch { /* no storage */ }
  paint();
}
button.addEventListener('click', turnTheme);
system.addEventListener('change', paint);
paint();

const keys = [
  ['Space', 'play or pause'], ['← →', 'one frame back, on'], ['Shift ← →', 'one second back, on'], ['Home End', 'to the start, the end'],
  ['[ ]', 'loop starts, ends here'], ['\\', 'no loop'], ['- =', 'slower, faster'], ['N P', 'next, previous action or phrase'],
  ['1 2 3', 'front, side, top'], ['B', 'bones on the picture'], ['/', 'search the library'], ['T', 'theme'], ['?', 'this list'],
];
const dialog = document.getElementById('keys');
dialog.querySelector('dl').append(...keys.flatMap(([key, meaning]) => [
  el('dt', {}, ...key.split(' ').flatMap((part) => [el('kbd', {}, part), ' '])), el('dd', {}, meaning)]));
document.getElementById('help').addEventListener('click', () => dialog.showModal());
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input:not([type=range]), textarea, select')) return;
  if (event.key === '?') { event.preventDefault(); if (!dialog.open) dialog.showModal(); }
  if (event.key === 't' || event.key === 'T') turnTheme();
  if (event.key === '/') {
    event.preventDefault();
    if (location.hash.startsWith('#/take') || location.hash.startsWith('#/live')) location.hash = '#/';
    setTimeout(() => document.getElementById('search')?.focus(), 60);
  }
});

const drop = document.getElementById('drop');
let depth = 0;
const isFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
addEventListener('dragenter', (event) => { if (isFiles(event)) { depth += 1; drop.hidden = false; } });
addEventListener('dragleave', () => { depth = Math.max(0, depth - 1); if (depth === 0) drop.hidden = true; });
addEventListener('dragover', (event) => { if (isFiles(event)) event.preventDefault(); });
addEventListener('drop', (event) => {
  if (!isFiles(event)) return;
  event.preventDefault();
  depth = 0;
  drop.hidden = true;
  importFiles(event.dataTransfer.files);
});

addEventListener('hashchange', () => { route(); view.focus({ preventScroll: true }); });
route();
