using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Tests.Geography;

public sealed class PinyinInitialsTests
{
    [Theory]
    [InlineData("江门市", "jms")]
    [InlineData("蓬江区", "pjq")]
    [InlineData("台山市", "tss")]
    [InlineData("开平市", "kps")]
    [InlineData("鹤山市", "hss")]
    [InlineData("恩平市", "eps")]
    [InlineData("新会区", "xhq")]
    [InlineData("江海区", "jhq")]
    [InlineData("圭峰区", "gfq")]
    [InlineData("崖门镇", "ymz")]
    [InlineData("都斛镇", "dhz")]
    [InlineData("涠洲岛", "wzd")]
    [InlineData("沙涌村", "scc")]
    [InlineData("塘厦镇", "tsz")]
    public void Every_ideograph_gives_its_first_letter(string name, string initials) => PinyinInitials.Of(name).ShouldBe(initials);

    [Fact]
    public void Letters_and_digits_stay_and_other_signs_go() => PinyinInitials.Of("“1+6” 园区A（示意）").ShouldBe("16yqasy");

    [Fact]
    public void Rare_signs_and_lone_surrogates_do_no_harm() => PinyinInitials.Of("𠮷\uD83D村").ShouldBe("c");
}
