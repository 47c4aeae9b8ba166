// Imports: uploads with progress, the jobs that follow them, and what a job asks.
import { ask, askJSON, complain, el, say } from './tools.js';

const uploads = new Map();
const listeners = new Set();
let number = 0;
const changed = () => listeners.forEach((listener) => listener());

/** Sends one file; progress is shown in the list of jobs. */
function upload(file) {
  const id = `upload-${(number += 1)}`;
  const request = new XMLHttpRequest();
  const entry = { id, title: file.name, done: 0, total: file.size, state: 'uploading', cancel: () => request.abort() };
  uploads.set(id, entry);
  request.open('POST', `/api/uploads?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.upload.onprogress = (event) => { entry.done = event.loaded; changed(); };
  const fail = (message) => { entry.state = 'failed'; entry.message = message; changed(); };
  request.onload = () => {
    if (request.status === 202) { uploads.delete(id); changed(); return; }
    let said;
    try { said = JSON.parse(request.responseText).error; } catch { said = undefined; }
    fail(said ?? `The studio says ${request.status}.`);
  };
  request.onerror = () => fail('The upload was cut off: the studio refused it or does not run any more.');
  request.onabort = () => { uploads.delete(id); changed(); };
  request.send(file);
  changed();
}

let waiting = [];
let active = 0;
async function next() {
  while (active < 2 && waiting.length > 0) {
    const file = waiting.shift();
    active += 1;
    upload(file);
    const poll = setInterval(() => {
      const running = [...uploads.values()].filter((entry) => entry.state === 'uploading').length;
      if (running < active) { active = running; clearInterval(poll); next(); }
    }, 200);
  }
}

export function importFiles(files) {
  const list = [...files];
  if (list.length === 0) return;
  waiting.push(...list);
  say(`${list.length} recordings are sent to the studio.`);
  if (!location.hash || location.hash.startsWith('#/take') || location.hash.startsWith('#/live')) location.hash = '#/';
  next();
}

export function chooseFiles() {
  const input = el('input', { type: 'file', multiple: true, hidden: true });
  input.addEventListener('change', () => { importFiles(input.files); input.remove(); });
  document.body.append(input);
  input.click();
}

const doing = { inspect: 'Looking into it', convert: 'Making a take', track: 'Tracking', recognise: 'Recognising' };

function sentence(job) {
  switch (job.state) {
    case 'uploading': return `Sending, ${Math.round((100 * job.done) / Math.max(1, job.total))} %`;
    case 'waiting': return 'Waiting for its turn';
    case 'asking': return 'Neither the file nor its data set says this. It is not guessed:';
    case 'running': {
      const count = job.total ? `, frame ${job.done} of ${job.total}` : job.done ? `, frame ${job.done}` : '';
      return `${doing[job.stage] ?? 'Starting'}${count}`;
    }
    case 'done': return job.message ? `Done in ${job.seconds.toFixed(1)} s; ${job.message}` : `Done in ${job.seconds.toFixed(1)} s`;
    case 'cancelled': return 'Cancelled';
    default: return job.message ?? 'It failed';
  }
}

/** The form for what a job asks. */
function questions(job) {
  const camera = el('select', { name: 'camera', 'aria-label': 'Camera', required: true },
    el('option', { value: '' }, 'choose…'), el('option', { value: 'kinect1' }, 'Kinect v1 (320 × 240, 640 × 480)'),
    el('option', { value: 'kinect2' }, 'Kinect v2 (512 × 424)'), el('option', { value: 'other' }, 'another: give its numbers'));
  const numbers = el('input', { type: 'text', name: 'numbers', placeholder: 'fx,fy,cx,cy in pixels', pattern: '[0-9.,\\- ]+' });
  const mirrored = el('select', { name: 'mirrored' }, el('option', { value: '' }, 'choose…'),
    el('option', { value: 'true' }, 'mirrored (as Kinect v1, v2)'), el('option', { value: 'false' }, 'not mirrored'));
  const other = [el('label', { className: 'field', hidden: true }, 'Focal lengths and centre', numbers),
    el('label', { className: 'field', hidden: true }, 'Picture', mirrored)];
  camera.addEventListener('change', () => {
    other.forEach((field) => { field.hidden = camera.value !== 'other'; });
    numbers.required = mirrored.required = camera.value === 'other';
  });
  const unit = el('select', { name: 'unit', required: true }, el('option', { value: '' }, 'choose…'),
    ...[['mm', 'millimetres'], ['m', 'metres'], ['cm', 'centimetres'], ['0.25mm', 'quarter millimetres'], ['0.125mm', 'eighth millimetres']]
      .map(([value, name]) => el('option', { value }, name)));
  const cut = el('input', { type: 'checkbox', name: 'segmented' });
  const asks = (name) => job.questions.includes(name);
  return el('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      const json = {};
      if (asks('camera')) {
        json.camera = camera.value === 'other' ? numbers.value.replaceAll(' ', '') : camera.value;
        if (camera.value === 'other') json.isMirrored = mirrored.value === 'true';
      }
      if (asks('unit')) json.unit = unit.value;
      json.isSegmented = cut.checked;
      try { await ask(`/api/jobs/${job.id}`, { method: 'PUT', json }); changed(); } catch (error) { complain(error); }
    },
  },
  asks('camera') && el('label', { className: 'field' }, 'Camera', camera), asks('camera') && other,
  asks('unit') && el('label', { className: 'field' }, 'Unit of depth', unit),
  el('label', { className: 'check' }, cut, 'the dancer is cut out: everything else is 0'),
  el('button', { className: 'primary' }, 'Go on'));
}

function row(job) {
  const share = job.state === 'uploading' || job.state === 'running';
  const cancel = async () => {
    if (job.cancel) { job.cancel(); return; }
    try { await ask(`/api/jobs/${job.id}/cancel`, { method: 'POST' }); changed(); } catch (error) { complain(error); }
  };
  const isOver = ['done', 'failed', 'cancelled'].includes(job.state);
  const dismiss = () => { uploads.delete(job.id); hidden.add(job.id); changed(); };
  return el('li', { className: `job ${job.state}`, 'data-job': job.id },
    el('span', { className: 'name' }, job.title),
    el('div', {}, el('div', { className: 'said' }, sentence(job)),
      share && el('progress', { 'aria-label': `Progress of ${job.title}`, ...(job.total ? { max: job.total, value: job.done } : {}) })),
    el('div', { className: 'row' },
      job.take && el('a', { href: `#/take/${job.take}` }, 'Open'),
      isOver ? el('button', { className: 'ghost', 'aria-label': `Dismiss ${job.title}`, onclick: dismiss }, '×')
        : el('button', { onclick: cancel, 'aria-label': `Cancel ${job.title}` }, 'Cancel')),
    job.state === 'asking' && questions(job));
}

const hidden = new Set();
const told = new Map();

/** The list of uploads and jobs; `done` is called whenever one is over. */
export function jobList(signal, done) {
  const list = el('ul', { className: 'jobs', 'aria-label': 'Imports' });
  const rows = new Map();
  let jobs = [];
  let timer;
  let busy = false;
  function draw() {
    const all = [...uploads.values(), ...jobs].filter((job) => !hidden.has(job.id));
    const kept = new Set();
    for (const job of all) {
      const text = JSON.stringify(job);
      const old = rows.get(job.id);
      kept.add(job.id);
      if (old?.text === text) continue;
      // What somebody types into is left alone.
      if (old && old.state === job.state && job.state === 'asking') continue;
      const node = row(job);
      if (old) old.node.replaceWith(node); else list.append(node);
      rows.set(job.id, { node, text, state: job.state });
    }
    for (const [id, old] of rows) if (!kept.has(id)) { old.node.remove(); rows.delete(id); }
    list.hidden = all.length === 0;
  }
  async function poll() {
    clearTimeout(timer);
    if (busy || signal.aborted) return;
    busy = true;
    try {
      jobs = await askJSON('/api/jobs', { signal });
      for (const job of jobs) {
        const before = told.get(job.id);
        if (before && before !== job.state) {
          say(`${job.title}: ${sentence(job)}`);
          if (['done', 'failed'].includes(job.state)) done();
        }
        told.set(job.id, job.state);
      }
      draw();
    } catch (error) { if (error.name !== 'AbortError') draw(); }
    busy = false;
    const running = jobs.some((job) => ['waiting', 'running'].includes(job.state)) || uploads.size > 0;
    if (!signal.aborted) timer = setTimeout(poll, running ? 300 : 3000);
  }
  const update = () => { draw(); poll(); };
  listeners.add(update);
  signal.addEventListener('abort', () => { listeners.delete(update); clearTimeout(timer); });
  poll();
  return list;
}
