/** The transfer of a file failed; the message is our sentence about it. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
}

/** The error of a step that took longer than its limit. */
export function lateError(): TransferError {
  return new TransferError('no answer in time');
}

/** The error after which the receiver has another number of bytes than were sent. */
export function incompleteError(): TransferError {
  return new TransferError('the receiver stored a part of the file');
}
