/** An open file that a message can hand to another thread. */
export interface TransferableFile {
  readonly fd: number;
  /** The descriptor belongs to another from now on, who has received the message. */
  leave(): void;
}

const files = new WeakSet<object>();
let anyFile = false;

/** Makes a file known as one that can be transferred, and cannot be cloned. */
export function noteTransferableFile(file: TransferableFile): void {
  files.add(file);
  anyFile = true;
}

/** Whether there is any, so that messages have to be searched for them. */
export function hasTransferableFiles(): boolean {
  return anyFile;
}

export function isTransferableFile(value: object): value is TransferableFile {
  return files.has(value);
}
