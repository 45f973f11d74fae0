import { DataTypes, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

export async function up({ queryInterface }: Context): Promise<void> {
  // MySQL's plain TEXT ends at 64 KB.
  const text = queryInterface.sequelize.getDialect() === 'mysql' ? DataTypes.TEXT('long') : DataTypes.TEXT;
  await queryInterface.createTable('subjects', {
    id: { type: DataTypes.UUID, primaryKey: true },
    code: { type: DataTypes.STRING(32), allowNull: false, unique: true },
    name: { type: DataTypes.STRING(200), allowNull: false },
    description: { type: text },
    credits: { type: DataTypes.INTEGER },
    version: { type: DataTypes.INTEGER, allowNull: false },
    created_at: { type: DataTypes.DATE(3), allowNull: false },
    updated_at: { type: DataTypes.DATE(3), allowNull: false },
  });
}

export async function down({ queryInterface }: Context): Promise<void> {
  await queryInterface.dropTable('subjects');
}
