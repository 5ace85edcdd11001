using CommandCenter.Store;
using CommandCenter.Web.Shared.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Tests.Shared;

public sealed class StoredKeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("command-center-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_key_of_the_folder_signed_is_read_with_the_key_of_the_store_and_the_folder_is_gone()
    {
        var files = _folder.CreateSubdirectory("keys");
        var before = new ServiceCollection();
        before.AddDataProtection().SetApplicationName("CommandCenter").PersistKeysToFileSystem(files);
        await using var old = before.BuildServiceProvider();
        var signed = old.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("李晓彤");

        await using var node = Node();
        await node.GetRequiredService<CommandCenter.Store.Schema.StoreSchema>().ApplyAsync(default);
        await node.GetRequiredService<StoredKeys>().MoveInAsync(files.FullName, default);
        await node.GetRequiredService<StoredKeys>().MoveInAsync(files.FullName, default);

        Directory.Exists(files.FullName).ShouldBeFalse();
        node.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(signed).ShouldBe("李晓彤");
    }

    [Fact]
    public async Task Nodes_that_start_together_share_the_first_key()
    {
        await using var here = Node();
        await using var there = Node();
        await here.GetRequiredService<CommandCenter.Store.Schema.StoreSchema>().ApplyAsync(default);
        foreach (var node in new[] { here, there })
            await node.GetRequiredService<StoredKeys>().MakeFirstAsync(node.GetRequiredService<IKeyManager>(), default);

        await using var store = await here.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        (await store.DataKeys.CountAsync()).ShouldBe(1);
        var signed = here.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Protect("李晓彤");
        there.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(signed).ShouldBe("李晓彤");
    }

    private ServiceProvider Node()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddStore(_ => StoreAddress.File(Path.Combine(_folder.FullName, "store.db")));
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => provider.GetRequiredService<StoredKeys>());
        services.AddDataProtection().SetApplicationName("CommandCenter");
        return services.BuildServiceProvider();
    }
}
