/** The paired devices and whether they are there, asked for now and then: they are no part of the hall's view. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { moment_text } from "toi-luot/clock.js";
import { get } from "toi-luot/get.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

/**
 * @typedef {{grant: number, screen: string, place: string, made_ms: number, seen_ms: number, online: boolean,
 *   heard: {report: {page: string, devices: {name: string, link: string, trouble: string}[]}} | null}} Paired
 */

const EVERY_MS = 10_000;

/** @type {import("@preact/signals").Signal<Paired[]>} */
export const paired = signal([]);

async function look() {
  if (link.is_live.value) {
    const done = await get("/devices");
    if (done.ok) paired.value = done.answer;
  }
  setTimeout(look, EVERY_MS);
}
look();

/** A screen as people call it: "kiosk:K1" is "Kiosk K1". @param {string} screen */
function called(screen) {
  const [kind, which = ""] = screen.split(":");
  return t(`supervisor.screen_${kind}`, { which });
}

/** The same with the place where it stands, if somebody has said so. @param {string} screen @param {string} place */
export const placed = (screen, place) => (place ? `${called(screen)} (${place})` : called(screen));

/** @param {Paired} one */
const words = ({ screen, place, online, seen_ms }) =>
  t(online ? "supervisor.paired_online" : "supervisor.paired_away", {
    screen: placed(screen, place),
    time: moment_text(seen_ms),
  });

/** Everything else about them stands on a page of its own. */
export const AllDevices = () =>
  html`<a class="strip-act" href="/admin/devices"><${Icon} name="monitor" />${t("supervisor.all_devices")}</a>`;

export const Paired = () =>
  paired.value.map(
    (one) => html`<li
      key=${`${one.grant} ${one.screen}`}
      class=${`device ${one.online ? "" : "device-trouble"}`}
      data-paired=${one.screen}
    >
      <${Icon} name=${one.online ? "monitor" : "unplug"} /><span>${words(one)}</span>
    </li>`,
  );
