// The skeleton on a canvas, and rings about its joints.
import { colour, sideOf } from './tools.js';

/** Draws bones from points of `[x, y, confidence]` in the canvas; unsure ones are thin and broken. */
export function drawBones(context, points, parents, { width = 4, faint = 1, tint } = {}) {
  context.lineCap = 'round';
  parents.forEach((parent, index) => {
    if (parent < 0 || !points[index] || !points[parent]) return;
    const sure = Math.min(points[index][2], points[parent][2]);
    context.globalAlpha = faint * (0.35 + 0.65 * Math.min(1, sure));
    context.strokeStyle = tint ?? colour(sideOf(index));
    context.lineWidth = sure < 0.5 ? width * 0.6 : width;
    context.setLineDash(sure < 0.5 ? [width * 1.2, width * 1.4] : []);
    context.beginPath();
    context.moveTo(points[parent][0], points[parent][1]);
    context.lineTo(points[index][0], points[index][1]);
    context.stroke();
  });
  context.setLineDash([]);
  points.forEach((point, index) => {
    if (!point) return;
    context.globalAlpha = faint * (0.35 + 0.65 * Math.min(1, point[2]));
    context.fillStyle = tint ?? colour(sideOf(index));
    context.beginPath();
    context.arc(point[0], point[1], index === 0 ? width * 1.7 : width * 0.75, 0, 7);
    context.fill();
  });
  context.globalAlpha = 1;
}

/** Rings about the joints that are to be corrected. */
export function drawMarks(context, points, marks, radius, hue) {
  context.strokeStyle = hue;
  context.lineWidth = Math.max(2, radius / 4);
  for (const index of marks) {
    if (!points[index]) continue;
    context.beginPath();
    context.arc(points[index][0], points[index][1], radius, 0, 7);
    context.stroke();
  }
}

// On the dark picture the bright hues of the dark theme are read best, in either theme.
const onPicture = { left: '#5aaaff', right: '#ffa040', middle: '#eef1f6' };

/** Bones in the hues for dark ground. */
export function drawSides(context, points, parents, style) {
  for (const side of ['middle', 'left', 'right']) {
    const mine = points.map((point, index) => {
      if (!point) return null;
      const touches = sideOf(index) === side || parents.some((parent, child) => parent === index && sideOf(child) === side);
      return touches ? point : null;
    });
    drawBones(context, mine, parents.map((parent, index) => (sideOf(index) === side ? parent : -1)), { ...style, tint: onPicture[side] });
  }
}
