"use strict";

/** The longest link that is still made. Browsers and chats cut longer ones. */
const LONGEST = 30_000;

// The page's state in the part of the address behind `#`, which no server ever sees: `#view=rules&rule=node-deletion`,
// `#example=node-deletion`, or `#s=` and everything, packed.
const Link = {
  read() {
    return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  },

  async pack(state) {
    const stream = new Blob([JSON.stringify(state)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  },

  async unpack(packed) {
    const bytes = decode(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  },

  /** The link to this state; `null` when it would be too long. */
  async to(state) {
    // What does not pack into the limit is not even tried: packing a megabyte at each key would be felt.
    if (state.text.length + (state.old?.length ?? 0) + (state.script?.length ?? 0) > 20 * LONGEST) return null;
    const hash = `#s=${await Link.pack(state)}`;
    return hash.length > LONGEST ? null : `${location.href.split("#")[0]}${hash}`;
  },

  show(address) {
    history.replaceState(null, "", address);
  },
};
