using System.Xml.Linq;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>The keys that sign cookies and forms, kept in the store: what one node signed another can read.</summary>
internal sealed class StoredKeys(IDbContextFactory<CommandCenterDb> stores, TimeProvider clock) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var store = stores.CreateDbContext();
        return [.. store.DataKeys.OrderBy(key => key.MadeAt).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var store = stores.CreateDbContext();
        store.DataKeys.Add(new DataKey { Id = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), MadeAt = clock.GetUtcNow() });
        store.SaveChanges();
    }

    /// <summary>Takes over what an earlier version kept in files, once.</summary>
    public async Task MoveInAsync(string folder, CancellationToken cancel)
    {
        if (!Directory.Exists(folder)) return;
        await using (var store = await stores.CreateDbContextAsync(cancel))
        {
            var known = await store.DataKeys.Select(key => key.Id).ToListAsync(cancel);
            foreach (var file in Directory.EnumerateFiles(folder, "*.xml"))
                if (Path.GetFileNameWithoutExtension(file) is var id && !known.Contains(id))
                    store.DataKeys.Add(new DataKey { Id = id, Xml = await File.ReadAllTextAsync(file, cancel), MadeAt = File.GetLastWriteTimeUtc(file) });
            await store.SaveChangesAsync(cancel);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Makes the first key, unless another node did: nodes that start together on an empty store share it from the start.</summary>
    public async Task MakeFirstAsync(IKeyManager keys, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var turn = await StoreTurn.TakeAsync(store, cancel);
        var now = clock.GetUtcNow();
        if (!await store.DataKeys.AnyAsync(cancel)) keys.CreateNewKey(now, now + Lifetime);
    }
}
