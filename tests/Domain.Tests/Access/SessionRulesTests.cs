using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Tests.Access;

public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly SessionLimits Person = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    [Theory]
    [InlineData(0, 29, null)]
    [InlineData(0, 30, SessionEnd.Idle)]
    [InlineData(700, 719, null)]
    [InlineData(700, 720, SessionEnd.TooOld)]
    public void Ends_when_idle_or_too_old(int lastActiveMinute, int nowMinute, SessionEnd? end) => SessionRules.EndOf(
        Start.AddMinutes(lastActiveMinute), Start + Person.Absolute, Person, Start.AddMinutes(nowMinute)).ShouldBe(end);

    [Fact]
    public void A_wall_never_idles() => SessionRules.EndOf(
        Start, Start.AddDays(90), SecurityProfile.Asvs.Displays, Start.AddDays(89)).ShouldBeNull();

    [Fact]
    public void A_lock_keeps_out_and_ends_nothing()
    {
        var locked = new AccountStanding(null, null, Start.AddMinutes(5), HasRole: true);
        locked.MaySignIn(Start).ShouldBeFalse();
        locked.EndsSessions(Start).ShouldBeNull();
        locked.MaySignIn(Start.AddMinutes(5)).ShouldBeTrue();
    }

    [Fact]
    public void Disabled_expired_and_without_rights_do_not_come_in()
    {
        new AccountStanding(Start, null, null, true).EndsSessions(Start).ShouldBe(SessionEnd.AccountDisabled);
        new AccountStanding(null, Start, null, true).EndsSessions(Start).ShouldBe(SessionEnd.AccountExpired);
        new AccountStanding(null, null, null, false).MaySignIn(Start).ShouldBeFalse();
    }
}
