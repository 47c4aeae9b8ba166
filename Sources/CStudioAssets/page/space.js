// The dancer in space: orbit, floor grid, way of the root.
import { clamp, colour, fit } from './tools.js';
import { drawBones, drawMarks } from './bones.js';

const views = { front: [0, 0.12], side: [Math.PI / 2, 0.12], top: [0, Math.PI / 2 - 0.01] };

/** A canvas that shows dancers from anywhere. Drag to orbit, wheel or pinch to come nearer, arrow keys where it has the focus. */
export class SpaceView {
  constructor(canvas, motions, redraw) {
    this.canvas = canvas;
    this.motions = motions;
    this.redraw = redraw;
    [this.yaw, this.pitch] = [0.5, 0.3];
    this.distance = 4.2;
    this.apart = false;
    this.measure();
    canvas.tabIndex = 0;
    canvas.addEventListener('pointerdown', (event) => { canvas.setPointerCapture(event.pointerId); this.held = [event.clientX, event.clientY]; });
    canvas.addEventListener('pointermove', (event) => {
      if (!this.held) return;
      this.turn((event.clientX - this.held[0]) * 0.01, (event.clientY - this.held[1]) * 0.008);
      this.held = [event.clientX, event.clientY];
    });
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { this.held = null; });
    canvas.addEventListener('wheel', (event) => { event.preventDefault(); this.zoom(Math.exp(event.deltaY * 0.001)); }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const turns = { ArrowLeft: [-0.12, 0], ArrowRight: [0.12, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
      if (turns[event.key]) { this.turn(...turns[event.key]); event.preventDefault(); event.stopPropagation(); }
      if (event.key === '+' || event.key === ',') this.zoom(0.9);
      if (event.key === '.') this.zoom(1.1);
    });
  }

  turn(yaw, pitch) {
    this.yaw += yaw;
    this.pitch = clamp(this.pitch + pitch, -0.2, Math.PI / 2 - 0.01);
    this.redraw();
  }

  zoom(factor) { this.distance = clamp(this.distance * factor, 1.2, 14); this.redraw(); }

  look(name) { [this.yaw, this.pitch] = views[name]; this.redraw(); }

  /** The way of the first dancer's pelvis, and the floor it covers. */
  measure() {
    const [motion] = this.motions;
    this.path = [];
    if (!motion?.table) { this.middle = [0, 0, 3]; this.extent = [-1, 1, 2, 4]; return; }
    const step = Math.max(1, Math.floor(motion.count / 900));
    for (let frame = 0; frame < motion.count; frame += step) {
      if (!motion.isSeen(frame)) continue;
      const [x, , z] = motion.point(frame, 3);
      if (Number.isFinite(x) && Number.isFinite(z)) this.path.push([x, z, frame]);
    }
    const spread = (index) => { const all = this.path.map((place) => place[index]); return all.length ? [Math.min(...all), Math.max(...all)] : [0, 0]; };
    const [[left, right], [near, far]] = [spread(0), spread(1)];
    this.middle = [(left + right) / 2, motion.floor + 0.9, (near + far) / 2];
    this.extent = [Math.floor(left * 2 - 2.4) / 2, Math.ceil(right * 2 + 2.4) / 2, Math.floor(near * 2 - 2.4) / 2, Math.ceil(far * 2 + 2.4) / 2];
    this.distance = clamp(2.2 + Math.max(right - left, far - near) * 0.8, 2.8, 9);
  }

  /** `frames` are the motions' frames, undefined where one has none now. */
  draw(frames, marks) {
    const { context, width, height } = fit(this.canvas);
    context.fillStyle = colour('sheet');
    context.fillRect(0, 0, width, height);
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)];
    const focal = Math.min(width, height) * 1.05;
    const project = (x, y, z) => {
      const [dx, dy, dz] = [x - this.middle[0], y - this.middle[1], z - this.middle[2]];
      const across = cy * dx + sy * dz;
      const away = -sy * dx + cy * dz;
      const up = cp * dy + sp * away;
      const deep = -sp * dy + cp * away + this.distance;
      return deep > 0.15 ? [width / 2 + (focal * across) / deep, height * 0.52 - (focal * up) / deep, deep] : null;
    };
    const floor = this.motions[0]?.table ? this.motions[0].floor : -1;
    this.drawFloor(context, project, floor);
    this.motions.forEach((motion, place) => {
      const frame = frames[place];
      if (frame === undefined || !motion.isSeen(frame)) return;
      const points = this.place(motion, frame, place, frames).map(([x, y, z, sure]) => {
        const at = project(x, y, z);
        return at && [at[0], at[1], sure];
      });
      this.drawShadow(context, motion, frame, place, frames, project, floor);
      drawBones(context, points, motion.detail.parents, place === 0
        ? { width: Math.min(5, Math.max(2.5, width / 130)) } : { width: Math.max(2, width / 190), tint: colour('other'), faint: 0.85 });
      if (place === 0 && marks) drawMarks(context, points, marks, Math.max(7, width / 60), colour('bad'));
    });
  }

  /** Where the points are shown: the second dancer at the first one's place and size, or beside it. */
  place(motion, frame, place, frames) {
    const points = Array.from({ length: 18 }, (_, index) => motion.point(frame, index));
    const [first] = this.motions;
    if (place === 0 || frames[0] === undefined || !first.isSeen(frames[0])) return points;
    const ratio = first.size / motion.size;
    const [root, own] = [first.point(frames[0], 3), motion.point(frame, 3)];
    const aside = this.apart ? 1 : 0;
    return points.map(([x, y, z, sure]) => [root[0] + aside + (x - own[0]) * ratio, root[1] + (y - own[1]) * ratio, root[2] + (z - own[2]) * ratio, sure]);
  }

  drawFloor(context, project, floor) {
    const [left, right, near, far] = this.extent;
    const line = (a, b) => {
      const [start, end] = [project(...a), project(...b)];
      if (!start || !end) return;
      context.beginPath();
      context.moveTo(start[0], start[1]);
      context.lineTo(end[0], end[1]);
      context.stroke();
    };
    for (let x = left; x <= right + 1e-6; x += 0.5) {
      context.strokeStyle = colour('line');
      context.lineWidth = Math.abs(x - Math.round(x)) < 1e-6 ? 1.2 : 0.6;
      line([x, floor, near], [x, floor, far]);
    }
    for (let z = near; z <= far + 1e-6; z += 0.5) {
      context.lineWidth = Math.abs(z - Math.round(z)) < 1e-6 ? 1.2 : 0.6;
      line([left, floor, z], [right, floor, z]);
    }
    context.strokeStyle = colour('accent');
    context.globalAlpha = 0.55;
    context.lineWidth = 1.5;
    context.beginPath();
    let isDown = false;
    for (const [x, z] of this.path) {
      const at = project(x, floor, z);
      if (!at) { isDown = false; continue; }
      if (isDown) context.lineTo(at[0], at[1]); else context.moveTo(at[0], at[1]);
      isDown = true;
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  drawShadow(context, motion, frame, place, frames, project, floor) {
    const [root] = this.place(motion, frame, place, frames).slice(3, 4);
    const at = project(root[0], floor, root[2]);
    if (!at) return;
    context.fillStyle = place === 0 ? colour('accent') : colour('other');
    context.globalAlpha = 0.3;
    context.beginPath();
    context.ellipse(at[0], at[1], 60 / at[2], (60 / at[2]) * Math.max(0.12, Math.sin(this.pitch)), 0, 0, 7);
    context.fill();
    context.globalAlpha = 1;
  }
}
