/** What is wrong, as the tools of a system word it: `No such file or directory`. */
export function errorReason({ message }: Error): string {
  const sentence = /^\w+: ([^,]*)/.exec(message)?.[1] ?? message;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
