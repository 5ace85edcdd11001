using CommandCenter.Domain.Indicators;

namespace CommandCenter.Domain.Tests.Indicators;

public sealed class ClassBreaksTests
{
    [Fact]
    public void Limits_are_round_and_spread_the_values()
    {
        var breaks = ClassBreaks.Of([191.48m, 374.76m, 515.47m, 575.37m, 1000.86m, 1011.25m])!;
        breaks.Limits.ShouldBe([200m, 400m, 600m, 800m]);
        breaks.Grade(191.48m).ShouldBe(0);
        breaks.Grade(575.37m).ShouldBe(2);
        breaks.Grade(1011.25m).ShouldBe(4);
    }

    [Fact]
    public void A_value_at_a_limit_belongs_to_the_class_above() => new ClassBreaks([1, 2, 3, 4]).Grade(2).ShouldBe(2);

    [Fact]
    public void Works_below_one_and_below_zero() => ClassBreaks.Of([-0.3m, 0.2m, 0.1m]).Limits.ShouldBe([-0.2m, -0.1m, 0m, 0.1m]);

    [Fact]
    public void Has_no_limits_where_there_is_nothing_to_compare()
    {
        ClassBreaks.Of([]).Limits.ShouldBeEmpty();
        ClassBreaks.Of([5m, 5m]).Limits.ShouldBeEmpty();
        ClassBreaks.Of([5m, 5m]).Grade(5m).ShouldBe(2);
    }
}
