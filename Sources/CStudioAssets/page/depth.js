// Depth frames: fetched ahead, decoded from RVL, shaded.
import { ask } from './tools.js';

const CHUNK = 24;
const MOST_BYTES = 128 << 20;

/** Decodes one picture of run lengths and differences (Wilson 2017, doi:10.1145/3132272.3134144); false where it is none. */
export function decode(words, depth) {
  let place = 0;
  let word = 0;
  let nibbles = 0;
  let isSound = true;
  const number = () => {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 3) {
      if (nibbles === 0) {
        if (place >= words.length) { isSound = false; return 0; }
        word = words[place];
        place += 1;
        nibbles = 8;
      }
      const nibble = word >>> 28;
      word <<= 4;
      nibbles -= 1;
      value |= (nibble & 7) << shift;
      if (nibble < 8) return value >>> 0;
    }
    isSound = false;
    return 0;
  };
  let [index, previous] = [0, 0];
  while (index < depth.length && isSound) {
    const missing = number();
    if (missing > depth.length - index) return false;
    depth.fill(0, index, index + missing);
    index += missing;
    const present = number();
    if (present > depth.length - index || (missing === 0 && present === 0)) return false;
    for (const end = index + present; index < end && isSound; index += 1) {
      const zigzag = number();
      previous += (zigzag >>> 1) ^ -(zigzag & 1);
      depth[index] = previous;
    }
  }
  return isSound;
}

/** Depth frames of one take, a chunk at a time, the least used forgotten. */
export class DepthFrames {
  constructor(take, arrived) {
    this.take = take;
    this.arrived = arrived;
    this.chunks = new Map();
    this.bytes = 0;
    this.ending = new AbortController();
    this.depth = null;
  }

  end() { this.ending.abort(); }

  load(chunk) {
    if (chunk < 0 || chunk * CHUNK >= this.take.frames || this.chunks.has(chunk)) return;
    this.chunks.set(chunk, null);
    ask(`/api/takes/${this.take.id}/depth?from=${chunk * CHUNK}&count=${CHUNK}`, { signal: this.ending.signal })
      .then((answer) => answer.arrayBuffer())
      .then((buffer) => { this.chunks.set(chunk, this.parse(buffer)); this.bytes += buffer.byteLength; this.trim(chunk); this.arrived(); })
      .catch((error) => { if (error.name !== 'AbortError') setTimeout(() => this.chunks.delete(chunk), 2000); });
  }

  parse(buffer) {
    const head = new DataView(buffer);
    this.width = head.getUint32(4, true);
    this.height = head.getUint32(8, true);
    const frames = [];
    let offset = 16;
    for (let index = head.getUint32(12, true); index > 0; index -= 1) {
      const count = head.getUint32(offset + 8, true);
      const isWhole = head.getUint32(offset + 12, true) === 0;
      frames.push(isWhole ? new Uint32Array(buffer, offset + 16, count) : null);
      offset += 16 + 4 * count;
    }
    frames.bytes = buffer.byteLength;
    return frames;
  }

  trim(newest) {
    for (const [chunk, frames] of this.chunks) {
      if (this.bytes <= MOST_BYTES) return;
      if (frames && Math.abs(chunk - newest) > 3) { this.bytes -= frames.bytes; this.chunks.delete(chunk); }
    }
  }

  /** Millimetres of a frame; null where it is not here yet or damaged. */
  frame(index) {
    const chunk = Math.floor(index / CHUNK);
    this.load(chunk);
    this.load(chunk + 1);
    if (index % CHUNK > CHUNK / 2) this.load(chunk + 2);
    const frames = this.chunks.get(chunk);
    if (!frames) return undefined;
    const words = frames[index % CHUNK];
    if (!words) return null;
    this.depth ??= new Uint16Array(this.width * this.height);
    return decode(words, this.depth) ? this.depth : null;
  }
}

// Slate to nearly white, as the library's pictures.
const ramp = new Uint32Array(256);
for (let level = 0; level < 256; level += 1) {
  const share = level / 255;
  ramp[level] = (255 << 24) | (Math.round(26 + 214 * share) << 16) | (Math.round(18 + 212 * share) << 8) | Math.round(14 + 208 * share);
}

/** Near is light, surfaces are lit from the upper left. */
export function shade(depth, width, height, out) {
  for (let y = 0; y < height; y += 1) {
    const up = y > 1 ? -2 * width : 0;
    const down = y + 2 < height ? 2 * width : 0;
    for (let x = 0; x < width; x += 1) {
      const place = y * width + x;
      const centre = depth[place];
      if (centre === 0) { out[place] = ramp[0]; continue; }
      let slope = 0;
      const right = depth[x + 2 < width ? place + 2 : place] - centre;
      const left = depth[x > 1 ? place - 2 : place] - centre;
      const below = depth[place + down] - centre;
      const above = depth[place + up] - centre;
      if (right > -120 && right < 120) slope += right;
      if (left > -120 && left < 120) slope -= left;
      if (below > -120 && below < 120) slope += below;
      if (above > -120 && above < 120) slope -= above;
      const light = Math.min(1, Math.max(0, 0.5 + (slope * 40) / centre));
      const nearness = Math.min(1, Math.max(0, (6000 - centre) / 5500));
      out[place] = ramp[Math.min(255, (255 * (0.12 + 0.48 * nearness + 0.4 * light)) | 0)];
    }
  }
}
