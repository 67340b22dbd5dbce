// Devices that send to the hub, as fast as it answers.

import http from "node:http";

/**
 * Sends the forms in batches from several devices at once. Gives forms per second, and how long each
 * request took in milliseconds. Throws unless the hub accepted every form.
 */
export const sendAll = async (address, forms, { perBatch, devices }) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: devices });
  const bodies = [];
  for (let at = 0; at < forms.length; at += perBatch) {
    bodies.push({ count: Math.min(perBatch, forms.length - at), text: JSON.stringify({ records: forms.slice(at, at + perBatch) }) });
  }
  const waits = [];
  const begun = performance.now();
  const device = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) {
      const asked = performance.now();
      const { answers } = await post(`${address}/api/v1/records`, body.text, agent);
      waits.push(performance.now() - asked);
      const accepted = answers.filter(({ result }) => result === "accepted").length;
      if (accepted !== body.count) throw new Error(`of ${body.count} forms ${accepted} were accepted: ${JSON.stringify(answers[0])}`);
    }
  };
  await Promise.all(Array.from({ length: devices }, device));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { perSecond: forms.length / seconds, waits };
};

const post = (address, body, agent) =>
  new Promise((done, failed) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request(address, { method: "POST", headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === 200) done(JSON.parse(text));
        else failed(new Error(`the hub answers ${answer.statusCode}: ${text}`));
      });
    });
    request.once("error", failed);
    request.end(body);
  });
