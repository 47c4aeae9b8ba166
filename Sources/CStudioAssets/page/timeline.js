// Time from left to right: actions, phrases, and the curves of channels and joint angles.
import { curves, withUnit } from './curves.js';
import { clamp, clock, colour, fit, words } from './tools.js';

/** Spans without overlaps, in order. */
function union(spans) {
  const merged = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged[merged.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end); else merged.push({ start, end, name: '' });
  }
  return merged;
}

// Room for names at the left; at the right as much as the slider above needs for its thumb.
const [GUTTER, MARGIN] = [132, 12];
const [RULER, SPAN, LANE] = [22, 24, 54];

/** One canvas with a lane for each; a press goes there, with Shift a drag makes a loop. */
export class Timeline {
  constructor(canvas, motion, { seek, loop, second, toFirst, posture }) {
    Object.assign(this, { canvas, motion, seek, loop, second, toFirst, posture });
    this.shown = new Set(curves.filter((curve) => curve.shown).map((curve) => curve.title));
    this.ranges = new Map();
    const timeAt = (event) => {
      const box = canvas.getBoundingClientRect();
      return clamp((event.clientX - box.left - this.gutter) / this.breadth(box.width), 0, 1) * motion.duration;
    };
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.from = timeAt(event);
      this.isLoop = event.shiftKey;
      if (!this.isLoop) seek(this.from);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (this.from === undefined) return;
      const time = timeAt(event);
      if (this.isLoop) loop(Math.min(this.from, time), Math.max(this.from, time)); else seek(time);
    });
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { this.from = undefined; });
  }

  get gutter() { return this.canvas.clientWidth < 560 ? 12 : GUTTER; }

  /** Pixels from the first moment to the last. */
  breadth(width) { return Math.max(1, width - this.gutter - MARGIN); }

  get lanes() { return this.motion.table ? curves.filter((curve) => this.shown.has(curve.title)) : []; }

  /** Where the curves begin. */
  get top() { return RULER + (this.posture ? 3 : 2) * SPAN; }

  get height() { return this.top + this.lanes.length * LANE + 4; }

  range(curve) {
    if (!this.ranges.has(curve.title)) {
      let [low, high] = [Infinity, -Infinity];
      for (const motion of [this.motion, this.second].filter((other) => other?.table)) {
        for (let frame = 0; frame < motion.count; frame += 1) {
          if (!motion.isSeen(frame)) continue;
          for (const column of curve.columns) {
            const value = motion.curve(frame, column);
            if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value); }
          }
        }
      }
      if (low > high) [low, high] = [0, 1];
      if (high - low < 1e-6) high = low + 1;
      this.ranges.set(curve.title, [low, high]);
    }
    return this.ranges.get(curve.title);
  }

  /** Draws what does not change with the time once, into a picture of its own. */
  draw(time, frame, region) {
    const { context, width, height } = fit(this.canvas, this.height);
    const key = [width, height, document.documentElement.dataset.theme, [...this.shown].join(), this.toFirst ? 1 : 0, devicePixelRatio].join('|');
    if (this.key !== key) {
      this.key = key;
      this.still = document.createElement('canvas');
      [this.still.width, this.still.height] = [this.canvas.width, this.canvas.height];
      const still = this.still.getContext('2d');
      still.setTransform(context.getTransform());
      this.drawStill(still, width, height);
    }
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.still, 0, 0);
    context.restore();
    const x = (seconds) => this.gutter + (seconds / this.motion.duration) * this.breadth(width);
    if (region) {
      context.fillStyle = colour('accent');
      context.globalAlpha = 0.12;
      context.fillRect(x(region[0]), 0, x(region[1]) - x(region[0]), height);
      context.globalAlpha = 1;
      context.fillRect(x(region[0]) - 1, 0, 2, RULER);
      context.fillRect(x(region[1]) - 1, 0, 2, RULER);
    }
    context.fillStyle = colour('ink');
    context.fillRect(x(time) - 0.75, 0, 1.5, height);
    if (this.gutter === GUTTER) this.drawValues(context, frame);
  }

  drawValues(context, frame) {
    if (!this.motion.isSeen(frame)) return;
    context.font = '11px ui-monospace, "DejaVu Sans Mono", monospace';
    this.lanes.forEach((curve, lane) => {
      const top = this.top + lane * LANE;
      let left = 12;
      curve.columns.forEach((column, place) => {
        const value = this.motion.curve(frame, column);
        if (!Number.isFinite(value)) return;
        const text = curve.unit === '°' ? `${Math.round(value)}°` : value.toFixed(2);
        context.fillStyle = colour(curve.columns.length === 1 ? 'ink' : place === 0 ? 'left' : 'right');
        context.fillText(text, left, top + 36);
        left += 46;
      });
    });
  }

  drawStill(context, width, height) {
    const { motion } = this;
    const x = (seconds) => this.gutter + (seconds / motion.duration) * this.breadth(width);
    context.fillStyle = colour('sheet');
    context.fillRect(0, 0, width, height);
    this.drawRuler(context, width, height, x);
    this.drawSpans(context, 'actions', motion.detail.actions.map((action) => ({ ...action, name: words(action.name) })), RULER, x, 'accent');
    this.drawSpans(context, 'phrases', motion.detail.phrases.map((phrase, index) => ({ ...phrase, name: String(index + 1) })), RULER + SPAN, x, 'quiet');
    if (this.posture) this.drawSpans(context, 'posture', union(this.posture.notes), RULER + 2 * SPAN, x, 'bad');
    this.lanes.forEach((curve, lane) => this.drawLane(context, curve, this.top + lane * LANE, width, x));
  }

  drawRuler(context, width, height, x) {
    const { duration } = this.motion;
    const step = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200].find((each) => (each / duration) * this.breadth(width) > 64) ?? duration / 8;
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    for (let time = 0; time <= duration; time += step) {
      context.fillStyle = colour('line');
      context.fillRect(x(time), RULER - 6, 1, height);
      context.fillStyle = colour('quiet');
      if (x(time) < width - 30) context.fillText(clock(time, step < 1 ? 1 : 0), x(time) + 4, 14);
    }
  }

  label(context, text, top, detail) {
    if (this.gutter !== GUTTER) return;
    context.font = '12px system-ui, "DejaVu Sans", sans-serif';
    context.fillStyle = colour('ink');
    context.fillText(text, 12, top);
    if (!detail) return;
    context.fillStyle = colour('quiet');
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.fillText(detail, 12, top + 32);
  }

  drawSpans(context, title, spans, top, x, hue) {
    this.label(context, title, top + 16);
    context.font = '11.5px system-ui, "DejaVu Sans", sans-serif';
    if (spans.length === 0) {
      context.fillStyle = colour('quiet');
      const { isTracked, isRecognised } = this.motion.take;
      context.fillText(hue === 'accent' && !isRecognised ? 'not looked for yet' : isTracked ? 'none found' : 'not tracked yet', x(0) + 6, top + 16);
    }
    for (const span of spans) {
      const [left, wide] = [x(span.start), Math.max(2, x(span.end) - x(span.start) - 1)];
      context.fillStyle = colour(hue);
      context.globalAlpha = 0.18;
      context.beginPath();
      context.roundRect(left, top + 3, wide, SPAN - 6, 4);
      context.fill();
      context.globalAlpha = 1;
      context.fillRect(left, top + 3, 2, SPAN - 6);
      context.save();
      context.beginPath();
      context.rect(left, top, wide, SPAN);
      context.clip();
      context.fillStyle = colour('ink');
      context.fillText(span.name, left + 6, top + 16);
      context.restore();
    }
  }

  drawLane(context, curve, top, width, x) {
    const [low, high] = this.range(curve);
    const digits = curve.unit === '°' ? 0 : 1;
    context.fillStyle = colour('line');
    context.fillRect(0, top, width, 1);
    this.label(context, curve.title, top + 18);
    if (this.gutter === GUTTER) {
      context.fillStyle = colour('quiet');
      context.font = '10.5px system-ui, "DejaVu Sans", sans-serif';
      context.textAlign = 'right';
      context.fillText(high.toFixed(digits), GUTTER - 6, top + 12);
      context.fillText(withUnit(low, curve, digits), GUTTER - 6, top + LANE - 5);
      context.textAlign = 'left';
    } else {
      context.fillStyle = colour('quiet');
      context.fillText(`${curve.title}, ${low.toFixed(digits)} to ${withUnit(high, curve, digits)}`, 14, top + 12);
    }
    const y = (value) => top + LANE - 5 - ((value - low) / (high - low)) * (LANE - 12);
    curve.columns.forEach((column, place) => {
      const hue = curve.columns.length === 1 ? 'middle' : place === 0 ? 'left' : 'right';
      if (this.second?.table) this.drawCurve(context, this.second, column, curve, (time) => x(this.toFirst ? this.toFirst(time) : time), y, hue, true);
      this.drawCurve(context, this.motion, column, curve, x, y, hue, false);
    });
  }

  drawCurve(context, motion, column, curve, x, y, hue, isOther) {
    context.strokeStyle = colour(hue);
    context.globalAlpha = isOther ? 0.55 : 1;
    context.lineWidth = isOther ? 1 : 1.4;
    context.setLineDash(isOther ? [3, 3] : []);
    context.beginPath();
    let before;
    for (let frame = 0; frame < motion.count; frame += 1) {
      const value = motion.isSeen(frame) ? motion.curve(frame, column) : NaN;
      if (!Number.isFinite(value)) { before = undefined; continue; }
      const [left, top] = [x(motion.time(frame)), y(value)];
      if (before === undefined || (curve.cyclic && Math.abs(value - before) > 0.5)) context.moveTo(left, top); else context.lineTo(left, top);
      before = value;
    }
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}
