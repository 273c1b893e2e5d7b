/** What is wrong with the printer, as far as the agent knows. */
import { computed } from "@preact/signals";
import { device } from "./state.js";

/** A text's code, or "" when nothing is known to be wrong. */
export const printer_trouble = computed(() => {
  const printer = device.value?.printer;
  if (printer?.paper === "out") return "kiosk.paper_out";
  if (printer?.cover === "open") return "kiosk.cover_open";
  return printer?.is_online === false ? "kiosk.printer_away" : "";
});
