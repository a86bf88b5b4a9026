/** The door of the store room: what its users declare, kept in a file. */
export { openFleetStore } from './fleet-store.ts';
export { StoreError } from './store-error.ts';
