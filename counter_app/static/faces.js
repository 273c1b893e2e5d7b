/** The faces of the satisfaction scale, for two to five grades. */
import { html } from "htm/preact";

/**
 * How a face looks: `bend` is how far the mouth is bent up (down below 0), in a picture of 100 × 100.
 * @typedef {{bend: number, colour: string, laughs?: boolean}} Mood
 */

/** @type {Record<string, Mood>} */
const MOODS = {
  delighted: { bend: 30, colour: "#0a5c58", laughs: true },
  content: { bend: 24, colour: "#3f6f2a" },
  calm: { bend: 0, colour: "#8a5a00" },
  unhappy: { bend: -22, colour: "#9b1c1f" },
  upset: { bend: -32, colour: "#5e0d10" },
};

/** Which faces a scale of so many grades has, best first. @type {Record<number, string[]>} */
const SCALES = {
  2: ["content", "unhappy"],
  3: ["content", "calm", "unhappy"],
  4: ["delighted", "content", "calm", "unhappy"],
  5: ["delighted", "content", "calm", "unhappy", "upset"],
};

/** @param {Mood} mood */
function mouth({ bend, laughs }) {
  const ends = 66 - bend / 4;
  return `M28 ${ends} Q50 ${ends + bend * 1.3} 72 ${ends}${laughs ? " Z" : ""}`;
}

const OpenEyes = () => html`<g fill="#fff"><circle cx="34" cy="40" r="6" /><circle cx="66" cy="40" r="6" /></g>`;
const LaughingEyes = () => html`<path d="M26 43 Q34 31 42 43 M58 43 Q66 31 74 43" />`;

/** @param {{index: number, of: number}} props which grade, best first, of how many */
export const Face = ({ index, of }) => {
  const mood = MOODS[SCALES[of][index]];
  return html`<svg class="face" viewBox="0 0 100 100" aria-hidden="true">
    <circle cx="50" cy="50" r="47" fill=${mood.colour} />
    <g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">
      <${mood.laughs ? LaughingEyes : OpenEyes} />
      <path d=${mouth(mood)} fill=${mood.laughs ? "#fff" : "none"} />
    </g>
  </svg>`;
};
