// Bytes as people look at them: offset, hexadecimal, and the ASCII among them.

export function hex_rows(bytes, per_row) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += per_row) {
    const row = [...bytes.subarray(at, at + per_row)];
    const hex = row.map((octet) => octet.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : "·")).join("");
    rows.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(3 * per_row - 1)}  ${ascii}`);
  }
  return rows.join("\n");
}
