/** The store cannot be opened or read; the message names the file and says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
