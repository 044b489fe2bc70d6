/** @typedef {{key: string, secret: string}} Keys */

const ENCODER = new TextEncoder();

/** Whether this page can sign calls: not if it came by plain HTTP from another computer. */
export function canSign() {
  return globalThis.crypto?.subtle !== undefined;
}

/**
 * As RFC 3986 has it: all but letters, digits and `-_.~` is escaped.
 *
 * @param {string} text
 */
function escape(text) {
  const code = (/** @type {string} */ c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, code);
}

/**
 * The parameters, sorted by name and escaped.
 *
 * @param {Object<string, string>} parameters
 */
function canonical(parameters) {
  return Object.entries(parameters)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join("&");
}

/**
 * Signs a call: the parameters with those of the signature among them.
 *
 * @param {{method: string, host: string, path: string}} call
 * @param {Object<string, string>} parameters
 * @param {Keys} keys
 * @param {Date} now by the server's clock
 */
export async function sign(call, parameters, keys, now) {
  const signed = {
    ...parameters,
    access_key_id: keys.key,
    signature_method: "HmacSHA256",
    signature_version: "2",
    timestamp: now.toISOString().replace(/\.\d+Z$/, "Z"),
    // The server takes a signature once. Two equal calls within a second
    // would have the same one without this.
    nonce: crypto.randomUUID(),
  };
  const text = [call.method, call.host.toLowerCase(), call.path, canonical(signed)].join("\n");
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = ENCODER.encode(keys.secret);
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, ENCODER.encode(text));
  return { ...signed, signature: btoa(String.fromCharCode(...new Uint8Array(signature))) };
}
