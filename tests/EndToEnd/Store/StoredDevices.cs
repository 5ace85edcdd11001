using CommandCenter.EndToEnd.Host;
using CommandCenter.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.EndToEnd.Store;

/// <summary>What really lies in a store, read past the product's doors.</summary>
internal static class StoredDevices
{
    /// <summary>The numbers of all devices; one that lay there twice would be here twice.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(SmallCity city)
    {
        var address = city.Settings.TryGetValue("COMMANDCENTER_STORE", out var server)
            ? StoreAddress.Server(server)
            : StoreAddress.File(Path.Combine(city.Folder, "store.db"));
        await using var services = new ServiceCollection().AddLogging().AddStore(_ => address).BuildServiceProvider();
        await using var store = await services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        return await store.Devices.Select(device => device.Name.Substring("试验 ".Length)).ToListAsync();
    }
}
