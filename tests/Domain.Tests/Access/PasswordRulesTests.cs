using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Tests.Access;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Asvs = SecurityProfile.Asvs.Passwords;
    private static readonly PasswordRules Dengbao = SecurityProfile.Dengbao3.Passwords;

    [Theory]
    [InlineData("seven rivers run")]
    [InlineData("江门有七条河流到海边去了呢")]
    [InlineData("correcthorsebattery")]
    public void Takes_what_is_long_and_not_common(string password) => Asvs.FaultsOf(password, "li").ShouldBeEmpty();

    [Theory]
    [InlineData("short")]
    [InlineData("password123456")]
    [InlineData("P@ssw0rd2024!!")]
    [InlineData("1234567890123")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("commandcenter2026")]
    [InlineData("li-xiaotong-2026")]
    public void Refuses_what_is_guessed_first(string password) => Asvs.FaultsOf(password, "xiaotong").ShouldNotBeEmpty();

    [Fact]
    public void Counts_a_character_outside_the_basic_plane_once() =>
        Asvs.FaultsOf("𠮷𠮷𠮷abcdefg", "li").ShouldContain(fault => fault.Contains("12"));

    [Theory]
    [InlineData("onlylowercase", false)]
    [InlineData("TwoClassesHere", false)]
    [InlineData("Three4Classes", true)]
    public void Wants_three_classes_where_the_profile_does(string password, bool taken) => (Dengbao.FaultsOf(password, "li").Count == 0).ShouldBe(taken);

    [Fact]
    public void Refuses_what_would_take_long_to_hash() => Asvs.FaultsOf(new string('x', 64) + string.Concat(Enumerable.Range(0, 100)), "li").ShouldNotBeEmpty();

    [Fact]
    public void Grows_old_on_the_day()
    {
        var set = DateTimeOffset.UnixEpoch;
        Dengbao.IsTooOld(set, set + TimeSpan.FromDays(90) - TimeSpan.FromTicks(1)).ShouldBeFalse();
        Dengbao.IsTooOld(set, set + TimeSpan.FromDays(90)).ShouldBeTrue();
        Asvs.IsTooOld(set, set + TimeSpan.FromDays(9000)).ShouldBeFalse();
    }
}
