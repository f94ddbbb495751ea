const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** What may be between brackets in a URL, which decides the rest, and a zone behind it. */
const ipv6 = /^([\da-f:.]+)(?:%[a-z\d\-.:]+)?$/i;

/** The version of the Internet Protocol that an address is of; 0 if it is none. */
export function ipVersion(input: unknown): 0 | 4 | 6 {
  if (isIPv4(input)) return 4;
  return isIPv6(input) ? 6 : 0;
}

export function isIPv4(input: unknown): boolean {
  return ipv4.test(String(input));
}

export function isIPv6(input: unknown): boolean {
  const address = ipv6.exec(String(input))?.[1];
  return address !== undefined && URL.canParse(`http://[${address}]`);
}
