import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { Resource } from '../../../shared/repository/index.ts';

/** An entity with a column of every kind. */
export interface Thing extends Resource {
  readonly title: string;
  readonly rank: number | null;
  readonly bytes: number | null;
  readonly open: boolean | null;
  readonly extra: unknown;
}

export function defineThing(sequelize: Sequelize): ModelStatic<Model<Thing>> {
  return sequelize.define<Model<Thing>>(
    'Thing',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      title: { type: DataTypes.STRING(50), allowNull: false, unique: true },
      rank: { type: DataTypes.INTEGER },
      bytes: { type: DataTypes.BIGINT },
      open: { type: DataTypes.BOOLEAN, field: 'is_open' },
      extra: { type: DataTypes.JSON },
      version: { type: DataTypes.INTEGER, allowNull: false },
      createdAt: { type: DataTypes.DATE(3), allowNull: false, field: 'created_at' },
      updatedAt: { type: DataTypes.DATE(3), allowNull: false, field: 'updated_at' },
    },
    { tableName: 'things', timestamps: false },
  );
}
