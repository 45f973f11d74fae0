import { DataTypes, type QueryInterface } from 'sequelize';

interface Context {
  readonly queryInterface: QueryInterface;
}

export async function up({ queryInterface }: Context): Promise<void> {
  await queryInterface.createTable('files', {
    id: { type: DataTypes.UUID, primaryKey: true },
    name: { type: DataTypes.STRING(255), allowNull: false },
    content_type: { type: DataTypes.STRING(255), allowNull: false },
    size: { type: DataTypes.BIGINT, allowNull: false },
    sha256: { type: DataTypes.CHAR(64), allowNull: false },
    version: { type: DataTypes.INTEGER, allowNull: false },
    created_at: { type: DataTypes.DATE(3), allowNull: false },
    updated_at: { type: DataTypes.DATE(3), allowNull: false },
  });
}

export async function down({ queryInterface }: Context): Promise<void> {
  await queryInterface.dropTable('files');
}
