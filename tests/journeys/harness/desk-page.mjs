// The pages around the survey: this device, results, about.

import { word } from "./words.mjs";

/** Makes a device one that many people use, as the person in charge of it does. */
export const share = async (place, device) => {
  const page = await device.tab();
  await page.goto(`${place.origin}/may-nay`);
  await page.getByRole("checkbox", { name: word("device.shared") }).check();
  await page.waitForFunction(async () => {
    const base = await new Promise((done, failed) => {
      const request = indexedDB.open("lang-nghe");
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const kept = await new Promise((done, failed) => {
      const request = base.transaction("values").objectStore("values").getKey("shared");
      request.onsuccess = () => done(request.result !== undefined);
      request.onerror = () => failed(request.error);
    });
    base.close();
    return kept;
  });
  await page.close();
};
