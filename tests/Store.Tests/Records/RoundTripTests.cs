using CommandCenter.Domain.Geography;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Records;

public sealed class RoundTripTests
{
    private static readonly DateTimeOffset InBeijing = new(2026, 3, 1, 8, 30, 15, 250, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_account_comes_back_as_it_was_its_instants_in_utc()
    {
        await using var store = await TestStore.OpenAsync();
        await using (var db = store.Db())
        {
            db.Accounts.Add(new Account
            {
                Id = Ulid.New(InBeijing),
                UserName = "li",
                NormalizedUserName = "LI",
                DisplayName = "李晓彤 𠮷",
                Scope = RegionCode.Parse("440781110000"),
                CreatedAt = InBeijing,
                LockoutEnd = InBeijing.AddMinutes(15),
            });
            await db.SaveChangesAsync();
        }

        await using var again = store.Db();
        var account = await again.Accounts.SingleAsync(a => a.CreatedAt <= InBeijing && a.LockoutEnd > InBeijing);
        account.DisplayName.ShouldBe("李晓彤 𠮷");
        account.Scope.ShouldBe(RegionCode.Parse("440781110000"));
        account.CreatedAt.ShouldBe(InBeijing);
        account.CreatedAt.Offset.ShouldBe(TimeSpan.Zero);
        account.DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Two_who_edit_one_account_do_not_overwrite_each_other()
    {
        await using var store = await TestStore.OpenAsync();
        await using var first = store.Db();
        first.Accounts.Add(new Account { Id = "1", DisplayName = "甲", Scope = RegionCode.Parse("440700000000"), CreatedAt = InBeijing });
        await first.SaveChangesAsync();
        await using var second = store.Db();
        var mine = await first.Accounts.SingleAsync();
        var theirs = await second.Accounts.SingleAsync();

        (theirs.DisplayName, theirs.ConcurrencyStamp) = ("乙", "another");
        await second.SaveChangesAsync();
        mine.DisplayName = "丙";

        await Should.ThrowAsync<DbUpdateConcurrencyException>(first.SaveChangesAsync());
    }

    [Fact]
    public async Task A_token_hash_is_unique()
    {
        await using var store = await TestStore.OpenAsync();
        await using var db = store.Db();
        db.IngestTokens.AddRange(Token("1"), Token("2"));
        await Should.ThrowAsync<DbUpdateException>(db.SaveChangesAsync());

        static IngestToken Token(string id) =>
            new() { Id = id, Name = "网关", Hash = new string('a', 64), Scope = RegionCode.Parse("440700000000"), CreatedAt = InBeijing };
    }
}
