/** Version of the package and of the engine; part of every digest, since another engine may find another plan. */
export const ENGINE_VERSION = '0.1.0';
