/** While the hub does not know this kiosk: the code by which an administrator pairs it. */
import { html } from "htm/preact";
import { PairingCode } from "toi-luot/pairing_code.js";
import { device } from "./state.js";

export const Unpaired = () => html`<${PairingCode} pairing=${device.value.pairing} />`;
