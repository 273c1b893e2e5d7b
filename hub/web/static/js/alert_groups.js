/** Troubles that have one cause are told in one line: a pulled line silences every device of one agent at once. */
import { t } from "./texts.js";

/**
 * Puts what the same agent has in the same trouble together, in the order of the first of each.
 * @template T
 * @param {T[]} alerts
 * @param {(alert: T) => string} device_of @param {(alert: T) => string} trouble_of
 * @returns {T[][]}
 */
export function grouped(alerts, device_of, trouble_of) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const alert of alerts) {
    const key = `${device_of(alert).split("-")[0]} ${trouble_of(alert)}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()];
}

/** So many devices are named; a whole line of them would fill the page. */
const MOST_NAMES = 4;

/**
 * Several devices of one agent, as staff call them: "H1, 3 devices (counter board, counter 3, …)".
 * @param {string[]} devices
 * @param {(device: string) => string} name_of
 */
export function together(devices, name_of) {
  const [at] = devices[0].split("-");
  const counter = /^desk(\d+)$/.exec(at)?.[1];
  const names = devices.map(name_of).sort();
  if (names.length > MOST_NAMES) names.splice(MOST_NAMES, names.length, "…");
  const place = counter ? t("desk.counter_of_devices", { counter }) : at;
  return t("desk.devices_together", { at: place, n: devices.length, names: names.join(", ") });
}
