/** The header that asks for one of two versions that run side by side under the same address; only for how it does. */
export const COLOUR_HEADER = 'x-service-colour';

/** The header of a 503 by what stands before a service, in its place: nothing of the request has got to it. */
export const UNREACHED_HEADER = 'x-service-unreached';
