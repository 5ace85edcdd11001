using CommandCenter.Analytics.Backup;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// The rights of the embedded ClickHouse, as the configuration it reads at start. Its one user has no SOURCES: it reaches
/// no file, no address and no other server, whatever a statement says; a backup reaches the one folder named here.
/// </summary>
internal static class EmbeddedAccess
{
    private const string Users = """
        <clickhouse>
          <profiles><default/></profiles>
          <quotas><default/></quotas>
          <users>
            <default>
              <password/>
              <networks><ip>::/0</ip></networks>
              <profile>default</profile>
              <quota>default</quota>
              <grants>
                <query>GRANT SHOW, SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, OPTIMIZE, KILL QUERY, SYSTEM, BACKUP ON *.*</query>
                <query>GRANT TABLE ENGINE ON MergeTree</query>
                <query>GRANT TABLE ENGINE ON AggregatingMergeTree</query>
                <query>GRANT TABLE ENGINE ON ReplacingMergeTree</query>
                <query>GRANT TABLE ENGINE ON SummingMergeTree</query>
                <query>GRANT TABLE ENGINE ON Memory</query>
              </grants>
            </default>
          </users>
        </clickhouse>
        """;

    /// <summary>Writes the files into a folder and returns the one to start with.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="backups">The folder of the disk <c>backups</c>.</param>
    public static string Write(string folder, string backups)
    {
        Directory.CreateDirectory(folder);
        var users = Path.Combine(folder, "users.xml");
        var config = Path.Combine(folder, "config.xml");
        File.WriteAllText(users, Users);
        File.WriteAllText(config, $"""
            <clickhouse>
              <users_config>{System.Security.SecurityElement.Escape(users)}</users_config>
              <storage_configuration><disks><{FactsBackup.Disk}><type>local</type><path>{System.Security.SecurityElement.Escape(backups)}/</path></{FactsBackup.Disk}></disks></storage_configuration>
              <backups><allowed_disk>{FactsBackup.Disk}</allowed_disk></backups>
              <access_control_improvements><table_engines_require_grant>true</table_engines_require_grant></access_control_improvements>
            </clickhouse>
            """);
        return config;
    }
}
