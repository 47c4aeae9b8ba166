// What every part of the page uses: elements, requests, numbers, colours.

/** An element with properties and children; text only ever becomes text nodes. */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== 'list') node[key] = value;
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A request to the studio; throws an error with the studio's own words. */
export async function ask(path, { method = 'GET', json, signal } = {}) {
  const options = { method, signal, headers: {} };
  if (method !== 'GET') {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(json ?? {});
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('The studio does not answer. Is it still running?');
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw new Error(said.error ?? `The studio says ${answer.status}.`);
  }
  return answer;
}

export const askJSON = async (path, options) => (await ask(path, options)).json();

/** Seconds as 1:02.34. */
export function clock(seconds, digits = 2) {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${(whole - minutes * 60).toFixed(digits).padStart(digits ? 3 + digits : 2, '0')}`;
}

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export const words = (name) => name.replaceAll('_', ' ');

/** A colour of the style sheet, as it is now. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Says something to a screen reader. */
export function say(text) {
  document.getElementById('status').textContent = text;
}

let toastTimer;
/** Shows what went wrong for a while. */
export function complain(error) {
  if (error?.name === 'AbortError') return;
  const toast = document.getElementById('toast');
  toast.textContent = error?.message ?? String(error);
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 8000);
}

/** Fits a canvas to its element; its context in CSS pixels. */
export function fit(canvas, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const box = canvas.getBoundingClientRect();
  const size = { width: Math.max(1, box.width), height: Math.max(1, height ?? box.height) };
  const [wide, high] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    if (height) canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, ...size };
}

/** The colour of a key-point's bone: the dancer's own left, right, or the trunk. */
export const sideOf = (point) => (point < 4 ? 'middle' : point < 11 ? 'left' : 'right');
