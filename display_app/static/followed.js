/** What the hub says of a wall and seldom changes: read whenever the connection comes, and now and then after that. */
import { effect } from "@preact/signals";
import { get } from "toi-luot/get.js";
import { link } from "toi-luot/link.js";

const AGAIN_MS = 60_000;
/** One answer that did not come must not be missed for a minute. */
const RETRY_MS = 3000;

/**
 * @param {string} path below the api address
 * @param {(answer: any) => void} take called with each answer
 */
export function follow(path, take) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  async function learn() {
    const read = await get(path);
    if (read.ok) take(read.answer);
    clearTimeout(timer);
    if (link.is_live.peek()) timer = setTimeout(learn, read.ok ? AGAIN_MS : RETRY_MS);
  }
  effect(() => {
    if (link.is_live.value) learn();
  });
}
