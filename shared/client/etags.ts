const known = new WeakMap<object, string>();

/** The ETag that a resource came with, for `ifMatch`. @throws TypeError for what no call has returned: a copy has none */
export function etagOf(resource: object): string {
  const etag = known.get(resource);
  if (etag === undefined)
    throw new TypeError('This object is none that a create, get or update of the client returned.');
  return etag;
}

export function rememberEtag<R>(resource: R, etag: unknown): R {
  if (typeof resource === 'object' && resource !== null && typeof etag === 'string') known.set(resource, etag);
  return resource;
}
