import type { Catalog, CatalogTable } from '../catalog/contract.ts';
import type { Table } from '../contract.ts';

/**
 * Brings a model's tables and a catalog to the same words, so that what is equal looks equal: enums are `enum('a','b')`,
 * JSON is JSON, what is counted up has no default, and collations are told where they are not the usual ones. Rows and comments are left out.
 */
export interface Dialect {
  spell(table: Table): CatalogTable;
  plain(catalog: Catalog): readonly CatalogTable[];
}
