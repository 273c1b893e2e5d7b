/** The link of the number just drawn, for phones: whoever scans it need not stay to see their number called. */
import { html } from "htm/preact";
import { Qr } from "toi-luot/qr.js";
import { t } from "toi-luot/texts.js";

/** @param {{link: string | undefined}} props */
export const Follow = ({ link }) =>
  link &&
  html`<figure class="follow" data-follow>
    <${Qr} text=${link} />
    <figcaption><b>${t("kiosk.follow")}</b><span>${t("kiosk.follow_hint")}</span></figcaption>
  </figure>`;
