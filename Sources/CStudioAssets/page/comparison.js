// Two takes against each other: their times, and what differs in words.
import { clamp, clock, words } from './tools.js';

/** A map of times along pairs that never run backwards. */
export function follow(from, to) {
  return (time) => {
    let [low, high] = [0, from.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (from[middle] <= time) low = middle; else high = middle - 1;
    }
    const next = Math.min(low + 1, from.length - 1);
    const span = from[next] - from[low];
    const share = span > 0 ? clamp((time - from[low]) / span, 0, 1) : 0;
    return to[low] + share * (to[next] - to[low]);
  };
}

/** How alike two movements are, by the mean distance along their alignment. */
function likeness(distance) {
  const value = distance.toFixed(3);
  if (distance < 0.02) return `The same movement (distance ${value}).`;
  return distance < 0.1 ? `Much the same movement (distance ${value}).` : `Different movements (distance ${value}).`;
}

/** What is different now; nothing where one of the dancers is not seen. */
export function differenceInWords(motion, frame, second, other, secondTime, alignment) {
  if (!motion.isSeen(frame) || !second.isSeen(other)) return '';
  let worst = { size: 0 };
  motion.detail.angles.forEach((name, index) => {
    const gap = second.curve(other, 7 + index) - motion.curve(frame, 7 + index);
    if (Number.isFinite(gap) && Math.abs(gap) > Math.abs(worst.size)) worst = { size: gap, name };
  });
  let text = `B at ${clock(secondTime, 2)}.`;
  if (worst.name) text += ` Largest difference: ${words(worst.name)}, B ${Math.abs(Math.round(worst.size))}° ${worst.size > 0 ? 'more' : 'less'}.`;
  if (alignment) text += ` ${likeness(alignment.meanDistance)}`;
  return text;
}
