// A large file, chosen in a field of a page.

/** Hands it over by its name, as a person does. The driver's own way writes what is in it into the page. */
export const chooseLarge = async (page, selector, file) => {
  const browser = await page.context().newCDPSession(page);
  const { root } = await browser.send("DOM.getDocument");
  const { nodeId } = await browser.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  await browser.send("DOM.setFileInputFiles", { files: [file], nodeId });
  await browser.detach();
};
