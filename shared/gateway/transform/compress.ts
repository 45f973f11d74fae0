import type { Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip, createZstdCompress } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { Admission } from '../admission/admission.ts';
import { varyingWith } from '../admission/vary.ts';
import type { AnswerFilter } from '../proxy/answer-filter.ts';
import { OF_THE_BYTES } from './answer-body.ts';
import { codedTag, uncodedTags, uncodedTagsOf } from './coded-tags.ts';
import { acceptedBy, type Coding } from './coding.ts';
import { isCompressible } from './compressible.ts';

/** For what is compressed once and sent once; the default of Brotli is for what is kept, that of zstd takes memory that costs more than the work. */
const BROTLI_QUALITY = 4;
const ZSTD_LEVEL = 1;

/**
 * For each coding, how. What a service sends piece by piece, without saying how long it will be, is passed on piece by piece: somebody
 * may be waiting for the first.
 */
const COMPRESSORS: Readonly<Record<Coding, (inPieces: boolean) => Transform>> = {
  zstd: (inPieces) =>
    createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
      ...(inPieces && { flush: constants.ZSTD_e_flush }),
    }),
  br: (inPieces) =>
    createBrotliCompress({
      params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
      ...(inPieces && { flush: constants.BROTLI_OPERATION_FLUSH }),
    }),
  gzip: (inPieces) => createGzip(inPieces ? { flush: constants.Z_SYNC_FLUSH } : undefined),
};

export interface Compressor {
  /** Reads what a client says of compressed answers that it has as if they were the service's. */
  readonly before: Admission;
  readonly filter: AnswerFilter;
}

/** @param minBytes of the smallest body that is worth it */
export function compressor(minBytes: number): Compressor {
  /** What a client said it has, where that was compressed: 304 has to name the same. */
  const had = new WeakMap<FastifyRequest, Coding>();

  return {
    before(request) {
      const { headers } = request.raw;
      const ifMatch = headers['if-match'];
      const ifNoneMatch = headers['if-none-match'];
      // Whatever the representation, a version is meant.
      if (ifMatch !== undefined) headers['if-match'] = uncodedTags(ifMatch);
      if (ifNoneMatch === undefined) return;
      const { coding } = acceptedBy(headers['accept-encoding']);
      if (coding === undefined) return;
      headers['if-none-match'] = uncodedTagsOf(ifNoneMatch, coding);
      if (headers['if-none-match'] !== ifNoneMatch) had.set(request, coding);
    },
    filter(request, answer) {
      const { status, headers } = answer;
      if (status === 304) {
        const coding = had.get(request);
        if (coding === undefined) return undefined;
        headers.vary = varyingWith(headers.vary, 'Accept-Encoding');
        if (headers.etag !== undefined) headers.etag = codedTag(headers.etag, coding);
        return undefined;
      }
      const length = headers['content-length'];
      if (length === '0' || !isCompressible(answer)) return undefined;
      const { coding, identity } = acceptedBy(request.raw.headers['accept-encoding']);
      // Whoever takes nothing as it is gets even the smallest compressed.
      if (length !== undefined && Number(length) < minBytes && identity) return undefined;
      headers.vary = varyingWith(headers.vary, 'Accept-Encoding');
      if (coding === undefined) return undefined;
      headers['content-encoding'] = coding;
      if (headers.etag !== undefined) headers.etag = codedTag(headers.etag, coding);
      for (const name of OF_THE_BYTES) delete headers[name];
      delete headers['content-length'];
      // A HEAD says what a GET would, but for the length: that is known when all is compressed.
      return request.method === 'HEAD' ? undefined : COMPRESSORS[coding](length === undefined);
    },
  };
}
