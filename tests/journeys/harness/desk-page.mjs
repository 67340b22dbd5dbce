// The pages around the survey: this device, results, about.

import { readFileSync } from "node:fs";
import { word } from "./words.mjs";

/** The text of the file that the page hands over when this button is pressed. */
export const handedOver = async (page, key) => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: word(key), exact: true }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
};

/** Makes a device one that many people use, as the person in charge of it does. */
export const share = async (place, device) => {
  const page = await device.tab();
  await page.goto(`${place.origin}/may-nay`);
  await page.getByRole("button", { name: word("device.shared_on") }).click();
  await page.getByText(word("device.shared_done_on")).waitFor();
  await page.close();
};
