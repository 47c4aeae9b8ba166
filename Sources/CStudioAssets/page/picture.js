// The depth picture of a take, with the skeleton over it.
import { drawBones, drawMarks, drawSides } from './bones.js';
import { DepthFrames, shade } from './depth.js';
import { fit } from './tools.js';

/** A pane with a take's picture; `guest` is drawn into it too, at this dancer's place and size. */
export class PictureView {
  constructor(canvas, motion, redraw) {
    this.canvas = canvas;
    this.motion = motion;
    this.frames = motion.take.hasDepth ? new DepthFrames(motion.take, redraw) : null;
    this.buffer = document.createElement('canvas');
    this.hasBones = true;
  }

  end() { this.frames?.end(); }

  draw(frame, guest, marks) {
    const { context, width, height } = fit(this.canvas);
    const { motion } = this;
    const { camera } = motion.detail;
    const [wide, high] = [camera?.width ?? motion.take.width, camera?.height ?? motion.take.height];
    const scale = Math.min(width / wide, height / high);
    const [left, top] = [(width - wide * scale) / 2, (height - high * scale) / 2];
    context.fillStyle = '#0c1016';
    context.fillRect(0, 0, width, height);
    if (this.frames) this.shadeFrame(frame);
    if (this.shown !== undefined) {
      context.imageSmoothingEnabled = true;
      context.drawImage(this.buffer, left, top, wide * scale, high * scale);
    }
    if (!this.hasBones || !camera) return;
    const project = (x, y, z) => (z > 0.05
      ? [left + scale * (camera.centreX + (camera.focalX * x) / z), top + scale * (camera.centreY - (camera.focalY * y) / z)] : null);
    const thick = Math.max(2, width / 150);
    if (motion.isSeen(frame)) {
      const points = Array.from({ length: 18 }, (_, index) => {
        const [x, y, z, sure] = motion.point(frame, index);
        const at = project(x, y, z);
        return at && [at[0], at[1], sure];
      });
      drawSides(context, points, motion.detail.parents, { width: thick });
      if (marks) drawMarks(context, points, marks, thick * 2.6, '#ff5c5c');
      if (guest && guest.motion.isSeen(guest.frame)) this.drawGuest(context, frame, guest, project, thick);
    }
  }

  drawGuest(context, frame, guest, project, thick) {
    const ratio = this.motion.size / guest.motion.size;
    const root = this.motion.point(frame, 3);
    const other = guest.motion.point(guest.frame, 3);
    const points = Array.from({ length: 18 }, (_, index) => {
      const [x, y, z, sure] = guest.motion.point(guest.frame, index);
      const at = project(root[0] + (x - other[0]) * ratio, root[1] + (y - other[1]) * ratio, root[2] + (z - other[2]) * ratio);
      return at && [at[0], at[1], sure];
    });
    drawBones(context, points, this.motion.detail.parents, { width: thick * 0.7, tint: '#4cd6ae', faint: 0.9 });
  }

  shadeFrame(frame) {
    if (this.shown === frame) return;
    const depth = this.frames.frame(frame);
    if (!depth) return;
    const { width, height } = this.frames;
    if (this.buffer.width !== width || this.buffer.height !== height || !this.image) {
      [this.buffer.width, this.buffer.height] = [width, height];
      this.image = new ImageData(width, height);
    }
    shade(depth, width, height, new Uint32Array(this.image.data.buffer));
    this.buffer.getContext('2d').putImageData(this.image, 0, 0);
    this.shown = frame;
  }
}
