// An official at a desk: shows the password of the hub, as a browser does once it was typed.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The password, from the file that the hub made. */
export const password = (hub) => readFileSync(join(hub.data, "officials-password.txt"), "utf8").trim();

/** The header that shows it. */
export const shown = (hub) => ({ authorization: `Basic ${Buffer.from(`can-bo:${password(hub)}`).toString("base64")}` });

/** The headers of a visit to this address: the password where officials are asked for it, and nowhere else. */
export const headers = (hub, address) => (/^\/can-bo(\/|\?|$)/.test(address) ? shown(hub) : {});

/** Opens an address of the hub in a tab. */
export const go = async (place, page, address) => {
  await page.setExtraHTTPHeaders(headers(place.hub, address));
  return page.goto(place.origin + address);
};
