/** An OpenAPI 3.1 document; what is in it is for its readers to know. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;
