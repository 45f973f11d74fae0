import { DataTypes, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

/** What other services own and this one refers to, as last told. */
export async function up({ queryInterface }: Context): Promise<void> {
  await queryInterface.createTable('reference_copies', {
    target: { type: DataTypes.STRING(100), primaryKey: true },
    id: { type: DataTypes.UUID, primaryKey: true },
    version: { type: DataTypes.INTEGER, allowNull: false },
    // Null: its owner has deleted it.
    data: { type: DataTypes.JSON },
  });
}

export async function down({ queryInterface }: Context): Promise<void> {
  await queryInterface.dropTable('reference_copies');
}
