using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Tests.Access;

public sealed class ThreeAdministratorsTests
{
    private static readonly string[] Three = [Roles.SystemAdministrator, Roles.SecurityAdministrator, Roles.AuditAdministrator];

    [Fact]
    public void Separated_no_duty_is_two_administrators_but_to_see_the_list()
    {
        foreach (var duty in Enum.GetValues<Duty>().Except([Duty.ListAccounts]))
            Three.Count(role => ThreeAdministrators.Carries(role, duty, separated: true)).ShouldBe(1, duty.ToString());
    }

    [Fact]
    public void Not_separated_the_system_administrator_has_all_but_the_audit()
    {
        Enum.GetValues<Duty>().Where(duty => !ThreeAdministrators.Carries(Roles.SystemAdministrator, duty, separated: false)).ShouldBe([Duty.ReadAudit]);
        ThreeAdministrators.Carries(Roles.SecurityAdministrator, Duty.MakeAccounts, separated: false).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_else_carries_any_duty()
    {
        foreach (var role in Roles.All.Except(Three).Append("king").Append(null))
            foreach (var duty in Enum.GetValues<Duty>())
                ThreeAdministrators.Carries(role, duty, separated: false).ShouldBeFalse($"{role} {duty}");
    }

    [Fact]
    public void Nobody_acts_on_himself()
    {
        foreach (var separated in new[] { true, false })
            foreach (var role in Three)
                foreach (var duty in Enum.GetValues<Duty>())
                    ThreeAdministrators.Judge(new("1", role), duty, new("1", role), separated).ShouldNotBeNull($"{role} {duty}");
    }

    [Fact]
    public void The_password_of_one_of_the_three_is_nobodys_to_reset()
    {
        foreach (var target in Three)
            ThreeAdministrators.Judge(new("1", Roles.SystemAdministrator), Duty.ResetPasswords, new("2", target), separated: false)
                .ShouldBe(DutyRefusal.AdministratorsPassword);
        ThreeAdministrators.Judge(new("1", Roles.SystemAdministrator), Duty.ResetPasswords, new("2", Roles.Leader), separated: false).ShouldBeNull();
    }

    [Fact]
    public void Who_was_one_of_the_three_becomes_no_other_of_them()
    {
        foreach (var from in Three)
            foreach (var to in Three.Where(to => to != from))
                ThreeAdministrators.JudgeRole(from, to, isDisplay: false).ShouldBe(DutyRefusal.TwoOffices);
        ThreeAdministrators.JudgeRole(null, Roles.AuditAdministrator, isDisplay: false).ShouldBeNull();
        ThreeAdministrators.JudgeRole(Roles.Leader, Roles.Staff, isDisplay: false).ShouldBeNull();
        ThreeAdministrators.JudgeRole(null, "king", isDisplay: false).ShouldBe(DutyRefusal.UnknownRole);
        ThreeAdministrators.JudgeRole(null, Roles.AuditAdministrator, isDisplay: true).ShouldBe(DutyRefusal.DisplayAdministrator);
    }
}
