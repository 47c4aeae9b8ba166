// The curves that the timeline can show.

/** Curves by title: their places among channels and angles, unit, and the hue of each. */
export const curves = [
  { title: 'knee flexion', unit: '°', columns: [9, 10], shown: true }, { title: 'hip', unit: '°', columns: [11, 12], shown: true },
  { title: 'arm elevation', unit: '°', columns: [13, 14], shown: true }, { title: 'elbow flexion', unit: '°', columns: [7, 8] },
  { title: 'trunk lean', unit: '°', columns: [15] }, { title: 'floor speed', unit: 'm/s', columns: [5], shown: true },
  { title: 'vertical speed', unit: 'm/s', columns: [6] }, { title: 'limb swing', unit: 'rad', columns: [0, 1] },
  { title: 'gait phase', unit: 'cycles', columns: [2], cyclic: true }, { title: 'torso symmetry', unit: 'ratio', columns: [3] },
  { title: 'profile', unit: 'w : h', columns: [4] },
];

/** A value as it is read: `78°`, `0.14`, or `0.7 m/s` where its unit is wanted. */
export function withUnit(value, { unit }, digits) {
  return unit === '°' ? `${value.toFixed(0)}°` : `${value.toFixed(digits)} ${unit}`;
}
