/** A QR code as an SVG picture: one path, drawn sharp at any size. */
import { html } from "htm/preact";
import { encode } from "uqr";

const QUIET_MODULES = 4;

/** @param {boolean[][]} rows */
const outline = (rows) =>
  rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");

/** @param {{text: string}} props */
export const Qr = ({ text }) => {
  const { size, data } = encode(text, { ecc: "M", border: QUIET_MODULES });
  return html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label="QR" shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff" /><path d=${outline(data)} fill="#000" />
  </svg>`;
};
